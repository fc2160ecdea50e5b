package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/** y = x W^T + b over the last axis, with the weight laid out as checkpoints have it: [outputs, inputs]. */
public final class Linear {
    private Linear() {}

    /** Xavier-uniform weights and zero biases, as the original Transformer and ViT start. */
    public static Tensor apply(Scope scope, Tensor x, long outputs) {
        return apply(scope, x, outputs, LinearInitialization.XAVIER_UNIFORM);
    }

    /** With zero biases, and weights that start in a way that depends on their sizes. */
    public static Tensor apply(Scope scope, Tensor x, long outputs, LinearInitialization initialization) {
        return apply(scope, x, outputs, initialization.of(x.dimension(-1), outputs));
    }

    /**
     * Applies the layer.
     *
     * @param x [..., inputs]
     * @return [..., outputs]
     */
    public static Tensor apply(Scope scope, Tensor x, long outputs, Initializer initializer) {
        long inputs = x.dimension(-1);
        Tensor weight = scope.weight("weight", initializer, outputs, inputs); // [O, I]
        Tensor bias = scope.undecayed("bias", Initializer.zeros(), outputs); // [O]
        return scope.named("output", Composites.linear(x, weight, bias));
    }
}
