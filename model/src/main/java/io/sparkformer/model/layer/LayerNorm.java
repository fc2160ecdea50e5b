package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/** Layer normalisation over the last axis (Ba et al. 2016): y = (x - mean) / sqrt(variance + epsilon) * g + b. */
public final class LayerNorm {
    private LayerNorm() {}

    /**
     * Applies the layer.
     *
     * @param x [..., D]
     * @param epsilon added to the variance; ViT uses 1e-6, BERT 1e-12
     */
    public static Tensor apply(Scope scope, Tensor x, double epsilon) {
        long width = x.dimension(-1);
        Tensor gain = scope.undecayed("weight", Initializer.ones(), width); // [D]
        Tensor offset = scope.undecayed("bias", Initializer.zeros(), width); // [D]
        return scope.named("output", Composites.layerNorm(x, gain, offset, epsilon));
    }
}
