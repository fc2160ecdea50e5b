package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Softmax and its logarithm over the last axis. */
public final class Softmax {
    private Softmax() {}

    /** exp(x_i) / sum_j exp(x_j). */
    public static Tensor softmax(Tensor x) {
        return x.type() == DataType.DOUBLE ? nativeSoftmax(logSoftmax(x)) : nativeSoftmax(x);
    }

    /**
     * The native softmax. In double precision it gives NaN for a row of logits that are all far below 0, as those of a token
     * that hears nobody; the logarithms of the row's probabilities are not, and have the same softmax.
     */
    private static Tensor nativeSoftmax(Tensor x) {
        int axis = x.rank() - 1;
        return NativeOperation.declare("softmax", List.of(x), x.shape(), Arguments.integers(axis), (y, dy) -> {
            Tensor inner = Reductions.sum(Arithmetic.multiply(dy, y), axis);
            return List.of(Arithmetic.multiply(Arithmetic.subtract(dy, inner), y));
        });
    }

    /** The softmax over the last axis of logits of which all may be {@link AttentionSettings#UNHEARD}: a row of such is zeros. */
    public static Tensor besideSilence(Tensor logits) {
        int last = logits.rank() - 1;
        Tensor silence = Constants.filled(logits, AttentionSettings.SILENCE, Shapes.with(logits.shape(), last, 1));
        return Shaping.slice(softmax(Shaping.concatenate(last, logits, silence)), last, 0, logits.dimension(last));
    }

    /** 1 for rows with a logit that is not {@link AttentionSettings#UNHEARD}, else 0: who hears somebody; [..., 1]. It has no gradient. */
    public static Tensor heard(Tensor logits) {
        Tensor above = Arithmetic.shift(largest(logits, logits.rank() - 1), -AttentionSettings.SILENCE);
        Tensor lacking = Activations.relu(Arithmetic.shift(Arithmetic.scale(Activations.relu(above), -1), 1));
        return Arithmetic.shift(Arithmetic.scale(lacking, -1), 1);
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

    /** log sum_j exp(x_j), whose gradient is the softmax; the last axis stays as one of extent 1. */
    public static Tensor logSumExp(Tensor x) {
        int axis = x.rank() - 1;
        Tensor largest = largest(x, axis);
        Tensor total = Reductions.sum(Elementwise.exp(Arithmetic.subtract(x, largest)), axis); // at least 1
        return Arithmetic.add(largest, Activations.logOnePlus(Arithmetic.shift(total, -1)));
    }

    /**
     * The logarithm of softmax, finite also for logits that are so far below others that their probability is 0, such as those of padding, for
     * which the native operation gives minus infinity.
     */
    public static Tensor finiteLogSoftmax(Tensor x) {
        int axis = x.rank() - 1;
        Tensor shifted = Arithmetic.subtract(x, largest(x, axis));
        Tensor total = Reductions.sum(Elementwise.exp(shifted), axis); // at least 1
        return Arithmetic.subtract(shifted, Activations.logOnePlus(Arithmetic.shift(total, -1)));
    }

    /**
     * The largest along an axis, which stays as one of extent 1. It has no gradient: what is subtracted from all exponents of a row cancels
     * out of their softmax, and so does its gradient.
     */
    public static Tensor largest(Tensor x, int axis) {
        return NativeOperation.declare(
                "reduce_max",
                List.of(x),
                Shapes.with(x.shape(), axis, 1),
                Arguments.integers(axis).withBooleans(true),
                (y, dy) -> Arrays.asList((Tensor) null));
    }
}
