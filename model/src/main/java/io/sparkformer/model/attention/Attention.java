package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.Full;

/** How the tokens of a model hear each other, in all of its layers. */
public sealed interface Attention permits BlockAttention, OwnLayers, TreeAttention, ExtendedAttention {
    /** Everybody hears everybody, or in a causal model everybody before. */
    BlockAttention FULL = new ExactAttention(new Full());

    /**
     * Every token in its context.
     *
     * @param x the tokens, [B, T, D]
     * @return [B, T, D]
     */
    Tensor apply(Tensor x, Layers layers);

    /** Whether its layers are no Transformer blocks, and follow one another in one way only. */
    boolean hasOwnLayers();

    /**
     * Refuses what it cannot serve.
     *
     * @param tokens of a sequence
     * @param causal whether a token hears itself and those before it only
     * @throws IllegalArgumentException with the remedy
     */
    void requireFit(int tokens, boolean causal);
}
