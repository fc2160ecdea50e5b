package io.sparkformer.jobs.runtime;

import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.train.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Memory for the inputs of one micro-batch, used again for later ones. A batch that was made of it is valid until it is
 * filled again.
 */
public final class BatchBuffers {
    private static final String WEIGHTS = "weights";

    private final int batchSize;
    private final Map<String, InputValues> inputs = new HashMap<>();
    private final List<Padding> paddings = new ArrayList<>();
    private final float[] weights;
    private final long[] keys;

    /** Fills what is behind the first samples of a batch with nothing. */
    @FunctionalInterface
    private interface Padding {
        void behind(int samples);
    }

    /**
     * Memory for the samples' keys and weights; the inputs follow by {@link #reals} and {@link #integers}.
     *
     * @param batchSize B
     */
    public BatchBuffers(int batchSize) {
        this.batchSize = batchSize;
        this.weights = reals(WEIGHTS, 1);
        this.keys = new long[batchSize];
        paddings.add(samples -> Arrays.fill(keys, samples, batchSize, 0));
    }

    /** Allocates an input of so many numbers for each sample; 0 where there is none. */
    public float[] reals(String name, int perSample) {
        float[] values = new float[Math.multiplyExact(batchSize, perSample)];
        inputs.put(name, new InputValues.Reals(values));
        paddings.add(samples -> Arrays.fill(values, samples * perSample, values.length, 0));
        return values;
    }

    /** Allocates an input of so many integers for each sample; {@code nothing} where there is none. */
    public int[] integers(String name, int perSample, int nothing) {
        int[] values = new int[Math.multiplyExact(batchSize, perSample)];
        inputs.put(name, new InputValues.Integers(values));
        paddings.add(samples -> Arrays.fill(values, samples * perSample, values.length, nothing));
        return values;
    }

    /** An input that was allocated before. */
    public float[] reals(String name) {
        return ((InputValues.Reals) input(name)).values();
    }

    /** See {@link #reals(String)}. */
    public int[] integers(String name) {
        return ((InputValues.Integers) input(name)).values();
    }

    private InputValues input(String name) {
        return Objects.requireNonNull(inputs.get(name), name);
    }

    /** Says whose sample lies at a place. */
    public void setKey(int place, long key) {
        keys[place] = key;
        weights[place] = 1;
    }

    /** The batch of the first {@code samples} places, each of weight 1; the others have nothing in them. */
    public Batch toBatch(int samples) {
        return toBatch(samples, samples);
    }

    /**
     * The same where samples count as what is asked about them.
     *
     * @param weight the loss's denominator
     */
    public Batch toBatch(int samples, double weight) {
        paddings.forEach(padding -> padding.behind(samples));
        return new Batch(Map.copyOf(inputs), keys, weight, samples);
    }
}
