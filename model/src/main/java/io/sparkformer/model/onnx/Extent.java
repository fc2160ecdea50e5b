package io.sparkformer.model.onnx;

/**
 * How long an axis is for batches of B samples of T tokens: {@code fixed + perSample B + perToken T + perBoth B T}.
 *
 * @param fixed what depends on neither
 * @param perSample what each sample adds
 * @param perToken what each token of a sample's length adds
 * @param perBoth what each token of the batch adds
 */
record Extent(long fixed, long perSample, long perToken, long perBoth) {
    static Extent of(long extent) {
        return new Extent(extent, 0, 0, 0);
    }

    /** The extent that is {@code values[i]} for the i-th of a model's {@link Declarations}. */
    static Extent through(long[] values, int batch, int length) {
        long perBoth = values[3] - values[2] - values[1] + values[0];
        long perSample = values[1] - values[0] - perBoth * length;
        long perToken = values[2] - values[0] - perBoth * batch;
        return new Extent(
                values[0] - perSample * batch - perToken * length - perBoth * batch * length,
                perSample,
                perToken,
                perBoth);
    }

    Extent plus(Extent other) {
        return new Extent(
                fixed + other.fixed, perSample + other.perSample, perToken + other.perToken, perBoth + other.perBoth);
    }

    /** Whether it depends on batch or length. */
    boolean isDynamic() {
        return perSample != 0 || perToken != 0 || perBoth != 0;
    }

    /** Whether it depends on the batch. */
    boolean dependsOnBatch() {
        return perSample != 0 || perBoth != 0;
    }

    /** Whether it is B. */
    boolean isBatch() {
        return equals(new Extent(0, 1, 0, 0));
    }

    /** Whether it is T. */
    boolean isLength() {
        return equals(new Extent(0, 0, 1, 0));
    }
}
