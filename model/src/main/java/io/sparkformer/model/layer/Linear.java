package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/** y = x W^T + b over the last axis, with the weight laid out as checkpoints have it: [outputs, inputs]. */
public final class Linear {
    private Linear() {}

    /** Xavier-uniform weights and zero biases, as the original Transformer and ViT start. */
    public static Tensor apply(Scope scope, Tensor x, long outputs) {
        return apply(scope, x, outputs, Initializer.xavierUniform(x.dimension(-1), outputs));
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
        return scope.named("output", project(x, weight, bias));
    }

    /** x W^T + b for weights declared elsewhere; {@code weight} is [outputs, inputs]. */
    static Tensor project(Tensor x, Tensor weight, Tensor bias) {
        Tensor rows = Shaping.reshape(x, x.length() / x.dimension(-1), x.dimension(-1)); // [rows, I]
        Tensor product = Arithmetic.add(MatMul.applyTransposed(rows, weight), bias); // [rows, O]
        return Shaping.reshape(product, Shapes.with(x.shape(), x.rank() - 1, weight.dimension(0)));
    }
}
