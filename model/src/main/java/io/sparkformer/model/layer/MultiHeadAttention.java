package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Tensor;

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2): what tokens hear by an attention
 * mechanism, with the three projections in one matrix as timm stores them, and a fourth.
 */
public final class MultiHeadAttention {
    private MultiHeadAttention() {}

    /**
     * What the layer is made of.
     *
     * @param attention who hears whom, in how many heads H, a divisor of the width
     * @param projections how the weights of the projections to queries, keys and values start
     * @param output how those of the output projection start
     * @param dropout rate on the output projection
     */
    public record Settings(
            AttentionMechanism attention,
            LinearInitialization projections,
            LinearInitialization output,
            double dropout) {}

    /** Applies the layer to x [B, T, D]. */
    public static Tensor apply(Scope scope, Tensor x, Settings settings) {
        long width = x.dimension(2);
        long projected = settings.attention().projections() * width;
        Tensor qkv = Linear.apply(scope.child("qkv"), x, projected, settings.projections()); // [B, T, 3 D]
        Tensor heard = scope.named("heard", settings.attention().apply(scope, x, qkv)); // [B, T, D]
        Tensor output = Linear.apply(scope.child("proj"), heard, width, settings.output()); // [B, T, D]
        return scope.dropout("proj_drop", output, settings.dropout());
    }
}
