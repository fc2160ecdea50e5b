package io.sparkformer.model.graph;

import io.sparkformer.model.random.CounterRandom;

/**
 * An input of the graph that carries randomness: 0 with probability {@code rate}, else 1 / (1 - rate).
 *
 * <p>Randomness is an input and not an operation, so a graph is a pure function that any engine evaluates to the same
 * values. Each sample's part of the mask depends on that sample's key alone: not on the worker, the slot or the place in
 * the batch where it happens to be trained.
 *
 * @param input name of the graph's input
 * @param batch number of samples
 * @param elementsPerSample consecutive mask elements that belong to one sample
 * @param rate probability of 0, in [0, 1)
 * @param salt tells the masks of one graph apart
 */
public record RandomMask(String input, int batch, int elementsPerSample, double rate, long salt) {
    /** Fills {@code mask} for samples with these keys, in batch order. */
    public void fill(long[] sampleKeys, float[] mask) {
        float kept = (float) (1 / (1 - rate));
        for (int sample = 0; sample < batch; sample++) {
            long key = CounterRandom.key(sampleKeys[sample], salt);
            int from = sample * elementsPerSample;
            for (int element = 0; element < elementsPerSample; element++) {
                mask[from + element] = CounterRandom.uniform(key, element) < rate ? 0 : kept;
            }
        }
    }

    /** Number of elements of the whole mask. */
    public int length() {
        return Math.multiplyExact(batch, elementsPerSample);
    }
}
