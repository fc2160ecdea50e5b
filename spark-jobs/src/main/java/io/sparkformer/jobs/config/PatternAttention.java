package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.AxialAttention;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.LongformerAttention;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.Behind;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Memory;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attentions that are exact over some of the tokens. */
public final class PatternAttention {
    static final String BLOCK = "Tokens of a block.";
    static final String RADIUS = "Tokens on each side that a token hears, half of a window.";
    static final String SEED = "Decides what is drawn at random; the same everywhere.";
    static final String STRIDE =
            "Tokens from one that is heard to the next; about the root of a sequence's length, or a row of a picture.";

    private PatternAttention() {}

    private static Attention exact(AttentionPattern pattern) {
        return new ExactAttention(pattern);
    }

    /** Over the tokens behind a class token, which hears all and is heard by all. */
    private static Attention exact(AttentionPattern pattern, TokenOrder sequence) {
        return exact(sequence.prefix() == 0 ? pattern : new Behind(sequence.prefix(), pattern));
    }

    /** Everybody (Vaswani et al., 2017, arXiv:1706.03762). */
    @TypeName("full")
    public record Full() implements AttentionConfig {
        @Override
        public Attention attention(TokenOrder sequence) {
            return Attention.FULL;
        }
    }

    /** A window that slides along, perhaps with gaps. */
    @TypeName("band")
    public record Window(
            @Key(value = RADIUS, role = Role.NUMERIC) int radius,

            @Key(value = "From a token of the window to the next; 1 for neighbours.", role = Role.NUMERIC)
            int gap)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Window {
            new Requirements()
                    .atLeast("radius", radius, 0)
                    .atLeast("gap", gap, 1)
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new Band(radius, gap), sequence);
        }
    }

    /** The token's own block. */
    @TypeName("block-local")
    public record Blocks(
            @Key(value = BLOCK, role = Role.NUMERIC) int block) implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Blocks {
            new Requirements().atLeast("block", block, 1).check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new BlockLocal(block), sequence);
        }
    }

    /** Tokens at multiples of a distance. */
    @TypeName("strided")
    public record Strides(
            @Key(value = STRIDE, role = Role.NUMERIC) int stride) implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Strides {
            new Requirements().atLeast("stride", stride, 1).check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new Strided(stride), sequence);
        }
    }

    /** Tokens at random. */
    @TypeName("random")
    public record RandomChoice(
            @Key(value = "Tokens, or in bigbird blocks, drawn at random.", role = Role.NUMERIC)
            int random,

            @Key(value = SEED, role = Role.NUMERIC) long seed)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public RandomChoice {
            new Requirements().atLeast("random", random, 1).check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new RandomKeys(random, seed), sequence);
        }
    }

    /** The last tokens and those at a stride (Child et al., 2019, arXiv:1904.10509). */
    @TypeName("sparse-strided")
    public record SparseStrided(
            @Key(value = STRIDE, role = Role.NUMERIC) int stride) implements AttentionConfig {
        /** Refuses values that cannot work. */
        public SparseStrided {
            new Requirements().atLeast("stride", stride, 1).check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new Band(stride).or(new Strided(stride)), sequence);
        }
    }

    /** The own block and the last tokens of every block (Child et al., 2019, arXiv:1904.10509). */
    @TypeName("sparse-fixed")
    public record SparseFixed(
            @Key(value = BLOCK, role = Role.NUMERIC) int block,

            @Key(value = "Tokens that stand for a block, its last ones.", role = Role.NUMERIC)
            int summary)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public SparseFixed {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("summary", summary, 1)
                    .together(
                            summary <= block,
                            List.of("summary", "block"),
                            summary,
                            "is more than a block of " + block + " has",
                            "Use at most the block")
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new BlockLocal(block).or(new Summary(block, summary)), sequence);
        }
    }

    /** A window, and first tokens that hear and are heard by all (Beltagy et al., 2020, arXiv:2004.05150). */
    @TypeName("longformer")
    public record Longformer(
            @Key(value = RADIUS, role = Role.NUMERIC) int radius,

            @Key(value = "First tokens that hear and are heard by all.", role = Role.NUMERIC)
            int global,

            @Key(value = "Whether the global tokens have projections of their own.", role = Role.NUMERIC)
            boolean separate)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Longformer {
            new Requirements()
                    .atLeast("radius", radius, 0)
                    .atLeast("global", global, 0)
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return new LongformerAttention(radius, global, separate);
        }
    }

    /** Three blocks, the first and the last one, and blocks at random (Zaheer et al., 2020, arXiv:2007.14062). */
    @TypeName("bigbird")
    public record BigBird(
            @Key(value = BLOCK, role = Role.NUMERIC) int block,

            @Key(value = "Tokens, or in bigbird blocks, drawn at random.", role = Role.NUMERIC)
            int random,

            @Key(value = SEED, role = Role.NUMERIC) long seed)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public BigBird {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("random", random, 1)
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(Patterns.bigBird(block, random, seed));
        }
    }

    /** The rows of a picture and its columns, in turns from layer to layer (Ho et al., 2019, arXiv:1912.12180). */
    @TypeName("axial")
    public record Axial(
            @Key(
                    value = "Tokens of a row of a picture; null takes a Vision Transformer's patches.",
                    role = Role.NUMERIC)
            @Nullable Integer row)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Axial {
            Requirements requirements = new Requirements();
            requirements.atLeastIfSet("row", row, 1);
            requirements.check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            int width = row != null
                    ? row
                    : sequence.row(); // texts have none of their own: LanguageModelSettings asks for it
            return new AxialAttention(width, sequence.prefix());
        }
    }

    /** The own block of pixels and those before it (Parmar et al., 2018, arXiv:1802.05751). */
    @TypeName("image-blocks")
    public record ImageBlocks(
            @Key(value = BLOCK, role = Role.NUMERIC) int block,

            @Key(value = "Tokens before a block that it hears too.", role = Role.NUMERIC)
            int before)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public ImageBlocks {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("before", before, 0)
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return exact(new Memory(block, before), sequence);
        }
    }
}
