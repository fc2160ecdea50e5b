package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.List;

/** Softmax and its logarithm over the last axis. */
public final class Softmax {
    private Softmax() {}

    /** exp(x_i) / sum_j exp(x_j). */
    public static Tensor softmax(Tensor x) {
        int axis = x.rank() - 1;
        return NativeOperation.declare("softmax", List.of(x), x.shape(), Arguments.integers(axis), (y, dy) -> {
            Tensor inner = Reductions.sum(Arithmetic.multiply(dy, y), axis);
            return List.of(Arithmetic.multiply(Arithmetic.subtract(dy, inner), y));
        });
    }

    /** x_i - log sum_j exp(x_j). */
    public static Tensor logSoftmax(Tensor x) {
        int axis = x.rank() - 1;
        return NativeOperation.declare(
                "log_softmax",
                List.of(x),
                x.shape(),
                Arguments.integers(axis),
                (y, dy) -> List.of(Arithmetic.subtract(dy, Arithmetic.multiply(softmax(x), Reductions.sum(dy, axis)))));
    }
}
