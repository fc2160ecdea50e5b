package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;

/** Element-wise arithmetic with NumPy's broadcasting. */
public final class Arithmetic {
    /** x, through which no gradient passes. */
    public static Tensor detached(Tensor x) {
        return NativeOperation.declare(
                "identity", List.of(x), x.shape(), Arguments.NONE, (y, dy) -> Arrays.asList((Tensor) null));
    }

    /** The native name of the product, by which kernels know it. */
    public static final String MULTIPLY = "multiply";

    /** That of the sum. */
    public static final String ADD = "add";

    private Arithmetic() {}

    /** a + b. */
    public static Tensor add(Tensor a, Tensor b) {
        Tensor left = beside(a, b);
        Tensor right = beside(b, a);
        return NativeOperation.declare(
                ADD,
                List.of(left, right),
                Shapes.broadcast(left.shape(), right.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(Reductions.sumTo(dy, left.shape()), Reductions.sumTo(dy, right.shape())));
    }

    /** a - b. */
    public static Tensor subtract(Tensor a, Tensor b) {
        Tensor left = beside(a, b);
        Tensor right = beside(b, a);
        return NativeOperation.declare(
                "subtract",
                List.of(left, right),
                Shapes.broadcast(left.shape(), right.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(
                        Reductions.sumTo(dy, left.shape()), scale(Reductions.sumTo(dy, right.shape()), -1)));
    }

    /** a * b, element by element. */
    public static Tensor multiply(Tensor a, Tensor b) {
        Tensor left = beside(a, b);
        Tensor right = beside(b, a);
        return NativeOperation.declare(
                MULTIPLY,
                List.of(left, right),
                Shapes.broadcast(left.shape(), right.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(
                        Reductions.sumTo(multiply(dy, right), left.shape()),
                        Reductions.sumTo(multiply(dy, left), right.shape())));
    }

    /** a / b, element by element. */
    public static Tensor divide(Tensor a, Tensor b) {
        Tensor left = beside(a, b);
        Tensor right = beside(b, a);
        return NativeOperation.declare(
                "divide",
                List.of(left, right),
                Shapes.broadcast(left.shape(), right.shape()),
                Arguments.NONE,
                (y, dy) -> {
                    Tensor ratio = divide(dy, right);
                    Tensor minus = scale(multiply(ratio, y), -1);
                    return Arrays.asList(Reductions.sumTo(ratio, left.shape()), Reductions.sumTo(minus, right.shape()));
                });
    }

    /** x * x; one pass backward instead of the two that {@code multiply(x, x)} would take. */
    public static Tensor square(Tensor x) {
        return NativeOperation.declare(
                MULTIPLY,
                List.of(x, x),
                x.shape(),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(scale(multiply(dy, x), 2), null));
    }

    /** factor * x. */
    public static Tensor scale(Tensor x, double factor) {
        return NativeOperation.declare(
                MULTIPLY,
                List.of(x, Constants.scalar(x, factor)),
                x.shape(),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(scale(dy, factor), null));
    }

    /** x + offset. */
    public static Tensor shift(Tensor x, double offset) {
        return NativeOperation.declare(
                ADD,
                List.of(x, Constants.scalar(x, offset)),
                x.shape(),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(dy, null));
    }

    /**
     * {@code x} with as many axes as {@code other}, where this is a single number: the native operations take such a number
     * for a scalar, whatever its rank, and expect a result of the shape of {@code x}.
     */
    private static Tensor beside(Tensor x, Tensor other) {
        int more = other.rank() - x.rank();
        if (other.length() != 1 || more <= 0) {
            return x;
        }
        long[] shape = new long[other.rank()];
        Arrays.fill(shape, 0, more, 1);
        System.arraycopy(x.shape(), 0, shape, more, x.rank());
        return Shaping.reshape(x, shape);
    }
}
