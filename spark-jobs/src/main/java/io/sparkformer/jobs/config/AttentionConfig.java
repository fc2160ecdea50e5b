package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.Attention;

/** How the tokens of a model hear each other, chosen by the key {@code model.attention.type}. */
public sealed interface AttentionConfig
        permits BlockAttentionConfig,
                LayerAttention.Star,
                LayerAttention.Tree,
                LayerAttention.Extended,
                LayerAttention.Induced,
                LayerAttention.Sets,
                LayerAttention.Shuffles {
    /**
     * The same for a model.
     *
     * @param sequence what stands in its sequences
     */
    Attention attention(TokenOrder sequence);

    /** Whether its layers are no Transformer blocks, and follow one another in one way only. */
    default boolean hasOwnLayers() {
        return false;
    }

    /** Whether it needs to know how long the rows of a picture are, and does not say. */
    default boolean lacksRow() {
        return false;
    }
}
