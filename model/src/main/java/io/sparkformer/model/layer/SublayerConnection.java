package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Tensor;
import java.util.function.UnaryOperator;

/** How a sublayer, attention or a position-wise network, is wired into the stream of a Transformer. */
public enum SublayerConnection {
    /** x + f(LN(x)): ViT, GPT-2. What the stream carries is never normalised; a last norm follows the last layer. */
    PRE_NORM,
    /** LN(x + f(x)): Vaswani et al. 2017, section 3.1; BERT, GPT. */
    POST_NORM;

    /**
     * What belongs to both sublayers of a layer.
     *
     * @param epsilon of the norm
     * @param stochasticDepth rate at which a sample skips the sublayer
     */
    public record Settings(double epsilon, double stochasticDepth) {}

    /**
     * Wires the {@code number}-th sublayer of a layer.
     *
     * @param scope of the layer, in which the norm is {@code norm<number>}
     * @param x [B, T, D]
     * @param sublayer f
     * @return [B, T, D]
     */
    public Tensor apply(Scope scope, int number, Tensor x, UnaryOperator<Tensor> sublayer, Settings settings) {
        Tensor sum = scope.named("residual" + number, Arithmetic.add(x, branch(scope, number, x, sublayer, settings)));
        return this == PRE_NORM ? sum : LayerNorm.apply(norm(scope, number), sum, settings.epsilon());
    }

    /** What the sublayer adds to the stream x [B, T, D]: f(LN(x)), or f(x) where the norm stands behind the sum. */
    public Tensor branch(Scope scope, int number, Tensor x, UnaryOperator<Tensor> sublayer, Settings settings) {
        Tensor heard = this == PRE_NORM ? LayerNorm.apply(norm(scope, number), x, settings.epsilon()) : x;
        return scope.stochasticDepth("drop_path" + number, sublayer.apply(heard), settings.stochasticDepth());
    }

    private static Scope norm(Scope scope, int number) {
        return scope.child("norm" + number);
    }
}
