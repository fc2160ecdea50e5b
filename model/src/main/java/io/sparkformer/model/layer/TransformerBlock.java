package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Tensor;
import java.util.function.UnaryOperator;

/** One Transformer layer (Vaswani et al. 2017, section 3.1): self-attention, then a position-wise network. */
public final class TransformerBlock {
    private TransformerBlock() {}

    /**
     * What one layer is made of.
     *
     * @param connection how both sublayers are wired into the stream
     * @param sublayers their norms' epsilon, and how often a sample skips them
     * @param attention the first sublayer
     * @param feedForward the second
     */
    public record Settings(
            SublayerConnection connection,
            SublayerConnection.Settings sublayers,
            MultiHeadAttention.Settings attention,
            FeedForward.Settings feedForward) {
        /** The pre-norm layer of ViT (Dosovitskiy et al. 2021, equations 2 and 3), with dropout as timm has it. */
        public static Settings vision(
                AttentionMechanism attention,
                long hiddenWidth,
                double epsilon,
                double dropout,
                double stochasticDepth) {
            LinearInitialization xavier = LinearInitialization.XAVIER_UNIFORM;
            return new Settings(
                    SublayerConnection.PRE_NORM,
                    new SublayerConnection.Settings(epsilon, stochasticDepth),
                    new MultiHeadAttention.Settings(attention, xavier, xavier, dropout),
                    new FeedForward.Settings(hiddenWidth, ActivationFunction.GELU, xavier, xavier, dropout, dropout));
        }
    }

    /** Applies the layer to x [B, T, D]. */
    public static Tensor apply(Scope scope, Tensor x, Settings settings) {
        scope.boundary(x);
        return scope.boundary(sublayers(scope, x, settings));
    }

    /** The same of x [B, T, D], which can be computed again from what is kept in its place. */
    public static Tensor sublayers(Scope scope, Tensor x, Settings settings) {
        return feedForward(scope, attention(scope, x, settings), settings);
    }

    /** Its first sublayer, in the stream x [B, T, D]. */
    public static Tensor attention(Scope scope, Tensor x, Settings settings) {
        return settings.connection().apply(scope, 1, x, attention(scope, settings), settings.sublayers());
    }

    /** Its second, in the stream x [B, T, D]. */
    public static Tensor feedForward(Scope scope, Tensor x, Settings settings) {
        return settings.connection().apply(scope, 2, x, feedForward(scope, settings), settings.sublayers());
    }

    /** What its first sublayer adds to a stream when it reads x [B, T, D]. */
    public static Tensor attentionBranch(Scope scope, Tensor x, Settings settings) {
        return settings.connection().branch(scope, 1, x, attention(scope, settings), settings.sublayers());
    }

    /** What its second adds. */
    public static Tensor feedForwardBranch(Scope scope, Tensor x, Settings settings) {
        return settings.connection().branch(scope, 2, x, feedForward(scope, settings), settings.sublayers());
    }

    private static UnaryOperator<Tensor> attention(Scope scope, Settings settings) {
        return stream -> MultiHeadAttention.apply(scope.child("attn"), stream, settings.attention());
    }

    private static UnaryOperator<Tensor> feedForward(Scope scope, Settings settings) {
        return stream -> FeedForward.apply(scope.child("mlp"), stream, settings.feedForward());
    }
}
