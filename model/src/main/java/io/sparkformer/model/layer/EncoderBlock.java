package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Tensor;

/** One pre-norm Transformer layer (Dosovitskiy et al. 2021, equations 2 and 3). */
public final class EncoderBlock {
    private EncoderBlock() {}

    /**
     * What one layer is made of.
     *
     * @param heads number of attention heads
     * @param hiddenWidth width of the feed-forward network
     * @param epsilon of the layer norms
     * @param dropout rate behind each projection
     * @param stochasticDepth rate at which a sample skips each of the two branches
     */
    public record Settings(int heads, long hiddenWidth, double epsilon, double dropout, double stochasticDepth) {}

    /** Applies the layer to x [B, T, D]. */
    public static Tensor apply(Scope scope, Tensor x, Settings settings) {
        scope.boundary(x);
        Tensor attended = scope.named("residual1", Arithmetic.add(x, attention(scope, x, settings)));
        Tensor output = scope.named("residual2", Arithmetic.add(attended, feedForward(scope, attended, settings)));
        return scope.boundary(output);
    }

    private static Tensor attention(Scope scope, Tensor x, Settings settings) {
        Tensor normalized = LayerNorm.apply(scope.child("norm1"), x, settings.epsilon());
        Tensor branch = MultiHeadAttention.apply(scope.child("attn"), normalized, settings.heads(), settings.dropout());
        return scope.stochasticDepth("drop_path1", branch, settings.stochasticDepth());
    }

    private static Tensor feedForward(Scope scope, Tensor x, Settings settings) {
        Tensor normalized = LayerNorm.apply(scope.child("norm2"), x, settings.epsilon());
        Tensor branch = FeedForward.apply(scope.child("mlp"), normalized, settings.hiddenWidth(), settings.dropout());
        return scope.stochasticDepth("drop_path2", branch, settings.stochasticDepth());
    }
}
