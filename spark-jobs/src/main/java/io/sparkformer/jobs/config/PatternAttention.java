package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Strided;

/** Attentions that are exact over some of the tokens: what those of papers ({@link PublishedPattern}) are made of. */
public final class PatternAttention {
    static final String BLOCK = "Tokens of a block.";
    static final String RADIUS = "Tokens on each side that a token hears, half of a window.";
    static final String SEED = "Decides what is drawn at random; the same everywhere.";
    static final String STRIDE =
            "Tokens from one that is heard to the next; about the root of a sequence's length, or a row of a picture.";

    private PatternAttention() {}

    /** Everybody (Vaswani et al., 2017, arXiv:1706.03762). */
    @TypeName("full")
    public record Full() implements PatternConfig {
        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new io.sparkformer.model.pattern.Full();
        }

        /** The class token is one of all. */
        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return Attention.FULL;
        }
    }

    /** A window that slides along, perhaps with gaps. */
    @TypeName("band")
    public record Window(
            @Key(value = RADIUS, role = Role.NUMERIC) int radius,

            @Key(value = "From a token of the window to the next; 1 for neighbours.", role = Role.NUMERIC)
            int gap)
            implements PatternConfig {
        /** Refuses values that cannot work. */
        public Window {
            new Requirements()
                    .atLeast("radius", radius, 0)
                    .atLeast("gap", gap, 1)
                    .check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new Band(radius, gap);
        }
    }

    /** The token's own block. */
    @TypeName("block-local")
    public record Blocks(
            @Key(value = BLOCK, role = Role.NUMERIC) int block) implements PatternConfig {
        /** Refuses values that cannot work. */
        public Blocks {
            new Requirements().atLeast("block", block, 1).check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new BlockLocal(block);
        }
    }

    /** Tokens at multiples of a distance. */
    @TypeName("strided")
    public record Strides(
            @Key(value = STRIDE, role = Role.NUMERIC) int stride) implements PatternConfig {
        /** Refuses values that cannot work. */
        public Strides {
            new Requirements().atLeast("stride", stride, 1).check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new Strided(stride);
        }
    }

    /** Tokens at random. */
    @TypeName("random")
    public record RandomChoice(
            @Key(value = "Tokens, or in bigbird blocks, drawn at random.", role = Role.NUMERIC)
            int random,

            @Key(value = SEED, role = Role.NUMERIC) long seed)
            implements PatternConfig {
        /** Refuses values that cannot work. */
        public RandomChoice {
            new Requirements().atLeast("random", random, 1).check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new RandomKeys(random, seed);
        }
    }
}
