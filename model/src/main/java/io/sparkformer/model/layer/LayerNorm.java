package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
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
        Tensor rows = Shaping.reshape(x, x.length() / width, width); // [rows, D]
        Tensor normalized = Arithmetic.add(Arithmetic.multiply(normalize(rows, epsilon), gain), offset);
        return scope.named("output", Shaping.reshape(normalized, x.shape()));
    }

    /** Shifts and scales each row of [rows, D] to mean 0 and variance 1. */
    static Tensor normalize(Tensor rows, double epsilon) {
        Tensor centred = Arithmetic.subtract(rows, Reductions.mean(rows, 1)); // [rows, D]
        Tensor variance = Reductions.mean(Arithmetic.square(centred), 1); // [rows, 1]
        return Arithmetic.multiply(centred, Elementwise.reciprocalRoot(Arithmetic.shift(variance, epsilon)));
    }
}
