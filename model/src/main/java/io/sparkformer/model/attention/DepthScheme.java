package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Tensor;
import java.util.function.IntFunction;

/** How the layers of a stack follow one another. */
public sealed interface DepthScheme permits Interleaved, Sandwich, Universal, Reversible {
    /** Attention, position-wise network, attention, and so on. */
    DepthScheme INTERLEAVED = new Interleaved();

    /**
     * All layers.
     *
     * @param x [B, T, D]
     * @param attention of each, counted from 0
     * @return [B, T, D]
     */
    Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention);

    /**
     * Refuses stacks that it has no meaning for.
     *
     * @param depth L
     * @param shared whether all layers have the weights of the first
     * @throws IllegalArgumentException with the remedy
     */
    void requireFit(int depth, boolean shared);
}
