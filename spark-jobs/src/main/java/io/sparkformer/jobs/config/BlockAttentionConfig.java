package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;

/** Attention inside ordinary Transformer blocks, of which each layer may have another. */
public sealed interface BlockAttentionConfig extends AttentionConfig
        permits PatternConfig,
                PublishedPattern.Longformer,
                PublishedPattern.Axial,
                ApproximateAttention.LowRank,
                ApproximateAttention.Linear,
                ApproximateAttention.RandomFeatures,
                ApproximateAttention.Compressed,
                ContentAttention.Hashing,
                ContentAttention.Routing,
                ContentAttention.Edges,
                ContentAttention.SortedBlocks,
                RelativePositions,
                ScoredPairs,
                CombinedAttention.Layers {
    @Override
    BlockAttention attention(TokenOrder sequence);
}
