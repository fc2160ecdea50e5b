package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Behind;

/** Attention that is exact over the tokens that a pattern names. */
public sealed interface PatternConfig extends BlockAttentionConfig
        permits PatternAttention.Full,
                PatternAttention.Window,
                PatternAttention.Blocks,
                PatternAttention.Strides,
                PatternAttention.RandomChoice,
                PublishedPattern.SparseStrided,
                PublishedPattern.SparseFixed,
                PublishedPattern.BigBird,
                PublishedPattern.ImageBlocks,
                PublishedPattern.ImageRectangles,
                CombinedAttention.OfPatterns {
    /** Whom a token hears of those that stand behind the prefix of the sequence. */
    AttentionPattern pattern(TokenOrder sequence);

    /** Over the tokens behind a class token, which hears all and is heard by all. */
    @Override
    default BlockAttention attention(TokenOrder sequence) {
        AttentionPattern pattern = pattern(sequence);
        return new ExactAttention(sequence.prefix() == 0 ? pattern : new Behind(sequence.prefix(), pattern));
    }
}
