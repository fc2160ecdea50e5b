package io.sparkformer.jobs.runtime;

import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.train.Batch;
import java.util.Arrays;
import java.util.Map;

/**
 * Memory for the inputs of one micro-batch, used again for later ones. A batch that was made of it is valid until it is
 * filled again.
 */
public final class BatchBuffers {
    private final int batchSize;
    private final float[] patches;
    private final float[] targets;
    private final float[] weights;
    private final long[] keys;

    /**
     * Allocates.
     *
     * @param batchSize B
     * @param imageLength numbers of one image
     * @param classes numbers of one target
     */
    public BatchBuffers(int batchSize, int imageLength, int classes) {
        this.batchSize = batchSize;
        this.patches = new float[Math.multiplyExact(batchSize, imageLength)];
        this.targets = new float[Math.multiplyExact(batchSize, classes)];
        this.weights = new float[batchSize];
        this.keys = new long[batchSize];
    }

    float[] patches() {
        return patches;
    }

    float[] targets() {
        return targets;
    }

    void setKey(int place, long key) {
        keys[place] = key;
        weights[place] = 1;
    }

    /** The batch of the first {@code samples} places; the others get weight 0 and nothing in them. */
    Batch toBatch(int samples) {
        Arrays.fill(patches, samples * (patches.length / batchSize), patches.length, 0);
        Arrays.fill(targets, samples * (targets.length / batchSize), targets.length, 0);
        Arrays.fill(weights, samples, batchSize, 0);
        Arrays.fill(keys, samples, batchSize, 0);
        Map<String, InputValues> inputs = Map.of(
                "patches", new InputValues.Reals(patches),
                "targets", new InputValues.Reals(targets),
                "weights", new InputValues.Reals(weights));
        return new Batch(inputs, keys, samples, samples);
    }
}
