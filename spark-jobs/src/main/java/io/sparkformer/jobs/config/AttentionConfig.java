package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.Attention;

/** How the tokens of a model hear each other, chosen by the key {@code model.attention.type}. */
public sealed interface AttentionConfig
        permits PatternAttention.Full,
                PatternAttention.Window,
                PatternAttention.Blocks,
                PatternAttention.Strides,
                PatternAttention.RandomChoice,
                PublishedPattern.SparseStrided,
                PublishedPattern.SparseFixed,
                PublishedPattern.Longformer,
                PublishedPattern.BigBird,
                PublishedPattern.Axial,
                PublishedPattern.ImageBlocks,
                ApproximateAttention.LowRank,
                ApproximateAttention.Linear,
                ApproximateAttention.RandomFeatures,
                ApproximateAttention.Compressed,
                LayerAttention.Star,
                LayerAttention.Tree,
                LayerAttention.Extended {
    /**
     * The same for a model.
     *
     * @param sequence what stands in its sequences
     */
    Attention attention(TokenOrder sequence);
}
