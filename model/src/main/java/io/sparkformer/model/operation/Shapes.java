package io.sparkformer.model.operation;

import java.util.Arrays;

/** Arithmetic of static shapes. */
public final class Shapes {
    private Shapes() {}

    /** Number of elements of an array of {@code shape}; 1 for a scalar. */
    public static long length(long... shape) {
        long length = 1;
        for (long dimension : shape) {
            length = Math.multiplyExact(length, dimension);
        }
        return length;
    }

    /**
     * The shape of {@code a (op) b} under NumPy's broadcasting rule.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static long[] broadcast(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] result = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            long left = fromTheRight(a, rank, axis);
            long right = fromTheRight(b, rank, axis);
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(
                        "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not broadcast");
            }
            result[axis] = left == 1 ? right : left;
        }
        return result;
    }

    /** {@code shape} with the given axis replaced by {@code extent}. */
    public static long[] with(long[] shape, int axis, long extent) {
        long[] result = shape.clone();
        result[axis] = extent;
        return result;
    }

    /** Whether {@code shape} equals the last axes of {@code whole}. */
    public static boolean isSuffix(long[] shape, long[] whole) {
        int offset = whole.length - shape.length;
        return offset >= 0 && Arrays.equals(shape, Arrays.copyOfRange(whole, offset, whole.length));
    }

    private static long fromTheRight(long[] shape, int rank, int axis) {
        int own = axis - (rank - shape.length);
        return own < 0 ? 1 : shape[own];
    }
}
