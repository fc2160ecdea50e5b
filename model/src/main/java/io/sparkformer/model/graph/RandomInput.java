package io.sparkformer.model.graph;

import io.sparkformer.model.random.CounterRandom;

/**
 * An input of the graph that carries randomness.
 *
 * <p>Randomness is an input and not an operation, so a graph is a pure function that any engine evaluates to the same
 * values. Each sample's part of it depends on that sample's key alone: not on the worker, the slot or the place in
 * the batch where it happens to be trained.
 *
 * @param input name of the graph's input
 * @param batch number of samples
 * @param elementsPerSample consecutive elements that belong to one sample
 * @param distribution of each element
 * @param salt tells the random inputs of one graph apart
 */
public record RandomInput(String input, int batch, int elementsPerSample, Distribution distribution, long salt) {
    /** Fills {@code values} for samples with these keys, in batch order. */
    public void fill(long[] sampleKeys, float[] values) {
        for (int sample = 0; sample < batch; sample++) {
            long key = CounterRandom.key(sampleKeys[sample], salt);
            distribution.draw(key, values, sample * elementsPerSample, elementsPerSample);
        }
    }

    /** Number of all elements. */
    public int length() {
        return Math.multiplyExact(batch, elementsPerSample);
    }
}
