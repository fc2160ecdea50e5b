package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Sums and means. Axes are always positive: ND4J's reductions are wrong for negative ones. */
public final class Reductions {
    private Reductions() {}

    /** Mean over {@code axis}, which stays as an axis of extent 1. */
    public static Tensor mean(Tensor x, int axis) {
        long[] shape = Shapes.with(x.shape(), axis, 1);
        return NativeOperation.declare(
                "reduce_mean",
                List.of(x),
                shape,
                Arguments.integers(axis).withBooleans(true),
                (y, dy) -> List.of(Shaping.broadcastTo(Arithmetic.scale(dy, 1.0 / x.dimension(axis)), x.shape())));
    }

    /** Sum over {@code axis}, which stays as an axis of extent 1. */
    public static Tensor sum(Tensor x, int axis) {
        return sum(x, axis, Shapes.with(x.shape(), axis, 1));
    }

    /** Sum of all elements, a scalar. */
    public static Tensor sumAll(Tensor x) {
        return sumTo(x, new long[0]);
    }

    /**
     * Sums {@code x} down to {@code shape}, from which it could have been broadcast: the gradient of broadcasting.
     */
    public static Tensor sumTo(Tensor x, long[] shape) {
        if (x.hasShape(shape)) {
            return x;
        }
        if (Shapes.isSuffix(shape, x.shape())) {
            return sumLeadingAxes(x, shape);
        }
        long[] aligned = LongStream.concat(
                        LongStream.generate(() -> 1).limit(x.rank() - shape.length), Arrays.stream(shape))
                .toArray();
        Tensor summed = x;
        for (int axis = 0; axis < aligned.length; axis++) {
            if (aligned[axis] == 1 && summed.dimension(axis) != 1) {
                summed = sum(summed, axis);
            }
        }
        return Shaping.reshape(summed, shape);
    }

    /** A row of ones times the matrix: the native column sum is several times slower than this product. */
    private static Tensor sumLeadingAxes(Tensor x, long[] shape) {
        long columns = Shapes.length(shape);
        long rows = x.length() / columns;
        Tensor matrix = Shaping.reshape(x, rows, columns);
        return Shaping.reshape(MatMul.apply(Constants.ones(x, 1, rows), matrix), shape);
    }

    private static Tensor sum(Tensor x, int axis, long[] shape) {
        return NativeOperation.declare(
                "reduce_sum",
                List.of(x),
                shape,
                Arguments.integers(axis).withBooleans(true),
                (y, dy) -> List.of(Shaping.broadcastTo(dy, x.shape())));
    }
}
