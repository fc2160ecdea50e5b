package io.sparkformer.model.onnx;

import java.util.stream.LongStream;

/**
 * An array's shape for batches of any size B: the extent of axis i is {@code fixed[i] + perSample[i] * B}.
 *
 * @param fixed what does not depend on the batch
 * @param perSample what each of its samples adds
 */
record BatchShape(long[] fixed, long[] perSample) {
    /** The shape that becomes {@code smaller} for a batch of {@code batch} and {@code larger} for one more. */
    static BatchShape between(long[] smaller, long[] larger, int batch) {
        long[] perSample = new long[smaller.length];
        long[] fixed = new long[smaller.length];
        for (int axis = 0; axis < smaller.length; axis++) {
            perSample[axis] = larger[axis] - smaller[axis];
            fixed[axis] = smaller[axis] - batch * perSample[axis];
        }
        return new BatchShape(fixed, perSample);
    }

    int rank() {
        return fixed.length;
    }

    /** Whether the extent of this axis depends on the batch. */
    boolean isDynamic(int axis) {
        return perSample[axis] != 0;
    }

    /** How many axes depend on the batch. */
    long dynamicAxes() {
        return LongStream.of(perSample).filter(samples -> samples != 0).count();
    }
}
