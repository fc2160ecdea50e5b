package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * The linear projection of flattened patches (Dosovitskiy et al. 2021, equation 1): a convolution whose kernel and stride
 * are both the patch, with the kernel stored as timm stores it, [D, C, P, P].
 */
public final class PatchEmbedding {
    private PatchEmbedding() {}

    /**
     * Applies the layer.
     *
     * @param patches [B, N, C P P], each patch flattened in the order (channel, row, column)
     * @param channels C
     * @param patchSize P
     * @return [B, N, width]
     */
    public static Tensor apply(Scope scope, Tensor patches, long channels, long patchSize, long width) {
        Scope projection = scope.child("proj");
        long inputs = patches.dimension(-1);
        Tensor kernel = projection.weight(
                "weight", Initializer.lecunNormal(inputs), width, channels, patchSize, patchSize); // [D, C, P, P]
        Tensor bias = projection.undecayed("bias", Initializer.zeros(), width); // [D]
        return projection.named("output", Composites.linear(patches, Shaping.reshape(kernel, width, inputs), bias));
    }
}
