package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * A residual switch unit (Draguns et al. 2021, section 3): of a pair of tokens i, [2 m], sigmoid(2 S) i + h (W GELU(LN(Z i)) + B). The norm is over the 4 m
 * features, as the text has it, and has no gain.
 *
 * @param widen Z, [4 m, 2 m]
 * @param offset of the norm, [4 m]
 * @param narrow W, [2 m, 4 m]
 * @param bias B, [2 m]
 * @param residual S, [2 m]
 */
record SwitchUnit(Tensor widen, Tensor offset, Tensor narrow, Tensor bias, Tensor residual) {
    /** What of a token stays at first: sigmoid(2 S). */
    private static final double KEPT = 0.9;

    /** h, so that what comes out varies as much as what went in. */
    static final double SHARE = Math.sqrt(1 - KEPT * KEPT) / 4;

    private static final double EPSILON = 1e-6;
    private static final double SLOPE = 1.702;

    /**
     * Declares one.
     *
     * @param like [..., m]
     */
    static SwitchUnit of(Scope scope, Tensor like) {
        long pair = 2 * like.dimension(-1);
        float start = (float) (Math.log(KEPT / (1 - KEPT)) / 2);
        return new SwitchUnit(
                scope.weight("widen", Initializer.lecunNormal(pair), 2 * pair, pair),
                scope.undecayed("offset", Initializer.zeros(), 2 * pair),
                scope.weight("narrow", Initializer.lecunNormal(2 * pair), pair, 2 * pair),
                scope.undecayed("bias", Initializer.zeros(), pair),
                scope.undecayed("residual", (key, index) -> start, pair));
    }

    /** Each pair of neighbours of x [B, n, m]. */
    Tensor apply(Tensor x) {
        long pair = 2 * x.dimension(2);
        Tensor pairs = Shaping.reshape(x, x.length() / pair, pair); // [B n / 2, 2 m]
        Tensor wide = MatMul.applyTransposed(pairs, widen);
        Tensor ones = ConstantTable.ones(x, 2 * pair);
        Tensor normalized = Composites.layerNorm(wide, ones, offset, EPSILON);
        Tensor active = Arithmetic.multiply(normalized, Activations.sigmoid(Arithmetic.scale(normalized, SLOPE)));
        Tensor changed = Composites.linear(active, narrow, bias);
        Tensor kept = Arithmetic.multiply(pairs, Activations.sigmoid(Arithmetic.scale(residual, 2)));
        return Shaping.reshape(Arithmetic.add(kept, Arithmetic.scale(changed, SHARE)), x.shape());
    }
}
