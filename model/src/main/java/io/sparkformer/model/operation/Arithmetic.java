package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;

/** Element-wise arithmetic with NumPy's broadcasting. */
public final class Arithmetic {
    /** The native name of the product, by which kernels know it. */
    public static final String MULTIPLY = "multiply";

    /** That of the sum. */
    public static final String ADD = "add";

    private Arithmetic() {}

    /** a + b. */
    public static Tensor add(Tensor a, Tensor b) {
        return NativeOperation.declare(
                ADD,
                List.of(a, b),
                Shapes.broadcast(a.shape(), b.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(Reductions.sumTo(dy, a.shape()), Reductions.sumTo(dy, b.shape())));
    }

    /** a - b. */
    public static Tensor subtract(Tensor a, Tensor b) {
        return NativeOperation.declare(
                "subtract",
                List.of(a, b),
                Shapes.broadcast(a.shape(), b.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(Reductions.sumTo(dy, a.shape()), scale(Reductions.sumTo(dy, b.shape()), -1)));
    }

    /** a * b, element by element. */
    public static Tensor multiply(Tensor a, Tensor b) {
        return NativeOperation.declare(
                MULTIPLY,
                List.of(a, b),
                Shapes.broadcast(a.shape(), b.shape()),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(
                        Reductions.sumTo(multiply(dy, b), a.shape()), Reductions.sumTo(multiply(dy, a), b.shape())));
    }

    /** a / b, element by element. */
    public static Tensor divide(Tensor a, Tensor b) {
        return NativeOperation.declare(
                "divide", List.of(a, b), Shapes.broadcast(a.shape(), b.shape()), Arguments.NONE, (y, dy) -> {
                    Tensor ratio = divide(dy, b);
                    Tensor minus = scale(multiply(ratio, y), -1);
                    return Arrays.asList(Reductions.sumTo(ratio, a.shape()), Reductions.sumTo(minus, b.shape()));
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
}
