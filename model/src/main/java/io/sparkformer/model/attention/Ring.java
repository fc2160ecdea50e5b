package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * Neighbours in a row of tokens, of which the first and the last may be neighbours too: the last that is there, with all padding behind it.
 *
 * @param closed whether they are
 * @param presence which tokens there are
 */
record Ring(boolean closed, Presence presence) {
    /** What stands before each token of x [B, T, D]; zeros before the first of an open row. */
    Tensor before(Tensor x) {
        Tensor others = Shaping.slice(x, 1, 0, x.dimension(1) - 1);
        return closed
                ? Shaping.concatenate(1, MatMul.apply(last(), x, true, false), others)
                : Shaping.pad(others, 1, 1, 0);
    }

    /** What stands after each token of x [B, T, D]; zeros after the last of an open row. */
    Tensor after(Tensor x) {
        if (!closed) {
            return next(x);
        }
        Tensor first = Shaping.slice(x, 1, 0, 1); // [B, 1, D]
        Tensor there = Products.repeated(next(presence.column()), x.dimension(2));
        return Arithmetic.add(Arithmetic.multiply(there, next(x)), MatMul.apply(last(), first));
    }

    /** 1 for the last token that is there, and 0 for the others, [B, T, 1]. */
    private Tensor last() {
        Tensor present = presence.column();
        return Arithmetic.subtract(present, next(present));
    }

    private static Tensor next(Tensor x) {
        return Shaping.pad(Shaping.slice(x, 1, 1, x.dimension(1) - 1), 1, 0, 1);
    }
}
