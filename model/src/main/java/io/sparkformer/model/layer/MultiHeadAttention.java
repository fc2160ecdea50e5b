package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2): softmax(Q K^T / sqrt(D / H)) V per head, with the three
 * projections in one matrix as timm stores them.
 */
public final class MultiHeadAttention {
    private MultiHeadAttention() {}

    /** As below, where everybody hears everybody. */
    public static Tensor apply(Scope scope, Tensor x, int heads, double dropout) {
        return apply(scope, x, AttentionSettings.of(heads), dropout);
    }

    /**
     * Applies the layer.
     *
     * @param x [B, T, D]
     * @param settings the number of heads H, a divisor of D, and who hears whom
     * @param dropout rate on the output projection
     */
    public static Tensor apply(Scope scope, Tensor x, AttentionSettings settings, double dropout) {
        long width = x.dimension(2);
        Tensor qkv = Linear.apply(scope.child("qkv"), x, 3 * width); // [B, T, 3 D]
        Tensor heard = scope.named("heard", Composites.selfAttention(qkv, settings)); // [B, T, D]
        return scope.dropout("proj_drop", Linear.apply(scope.child("proj"), heard, width), dropout);
    }
}
