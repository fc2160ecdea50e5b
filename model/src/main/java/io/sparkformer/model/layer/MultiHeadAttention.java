package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2): softmax(Q K^T / sqrt(D / H)) V per head, with the three
 * projections in one matrix as timm stores them.
 */
public final class MultiHeadAttention {
    private MultiHeadAttention() {}

    /**
     * Applies the layer.
     *
     * @param x [B, T, D]
     * @param heads H, a divisor of D
     * @param dropout rate on the output projection
     */
    public static Tensor apply(Scope scope, Tensor x, int heads, double dropout) {
        long batch = x.dimension(0);
        long tokens = x.dimension(1);
        long width = x.dimension(2);
        long headWidth = width / heads;

        Tensor qkv = Linear.apply(scope.child("qkv"), x, 3 * width); // [B, T, 3 D]
        Tensor parts = Shaping.reshape(qkv, batch, tokens, 3, heads, headWidth);
        List<Tensor> split = Shaping.unstack(Shaping.permute(parts, 2, 0, 3, 1, 4)); // 3 of [B, H, T, D/H]
        Tensor query = split.get(0);
        Tensor key = split.get(1);
        Tensor value = split.get(2);

        Tensor logits =
                Arithmetic.scale(MatMul.applyTransposed(query, key), 1 / Math.sqrt((double) headWidth)); // [B, H, T, T]
        Tensor weights = scope.named("probabilities", Softmax.softmax(logits));
        Tensor heard = MatMul.apply(weights, value); // [B, H, T, D/H]
        Tensor merged = Shaping.reshape(Shaping.permute(heard, 0, 2, 1, 3), batch, tokens, width);
        return scope.dropout("proj_drop", Linear.apply(scope.child("proj"), merged, width), dropout);
    }
}
