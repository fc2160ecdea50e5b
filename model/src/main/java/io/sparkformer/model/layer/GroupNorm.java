package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/**
 * Group normalisation (Wu and He 2018): each group of channels of each sample gets mean 0 and variance 1 over its channels
 * and places, then every channel its own gain and offset.
 */
public final class GroupNorm {
    private GroupNorm() {}

    /**
     * Applies the layer.
     *
     * @param x [B, C, H, W]
     * @param groups a divisor of C
     * @param epsilon added to the variance
     */
    public static Tensor apply(Scope scope, Tensor x, int groups, double epsilon) {
        long channels = x.dimension(1);
        Tensor gain = scope.undecayed("weight", Initializer.ones(), channels); // [C]
        Tensor offset = scope.undecayed("bias", Initializer.zeros(), channels); // [C]
        return scope.named("output", Composites.groupNorm(x, gain, offset, groups, epsilon));
    }
}
