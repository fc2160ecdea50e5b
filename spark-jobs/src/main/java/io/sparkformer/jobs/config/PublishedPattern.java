package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.AxialAttention;
import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.LongformerAttention;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Memory;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RasterBlocks;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attentions that papers have made of patterns, exact over some of the tokens. */
public final class PublishedPattern {
    static final String ROW = "Tokens of a row of a picture; null takes a Vision Transformer's patches.";

    private PublishedPattern() {}

    /** The last tokens and those at a stride (Child et al., 2019, arXiv:1904.10509). */
    @TypeName("sparse-strided")
    public record SparseStrided(
            @Key(value = PatternAttention.STRIDE, role = Role.NUMERIC)
            int stride) implements PatternConfig {
        /** Refuses values that cannot work. */
        public SparseStrided {
            new Requirements().atLeast("stride", stride, 1).check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new Band(stride).or(new Strided(stride));
        }
    }

    /** The own block and the last tokens of every block (Child et al., 2019, arXiv:1904.10509). */
    @TypeName("sparse-fixed")
    public record SparseFixed(
            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = "Tokens that stand for a block, its last ones.", role = Role.NUMERIC)
            int summary)
            implements PatternConfig {
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
        public AttentionPattern pattern(TokenOrder sequence) {
            return new BlockLocal(block).or(new Summary(block, summary));
        }
    }

    /** A window, and first tokens that hear and are heard by all (Beltagy et al., 2020, arXiv:2004.05150). */
    @TypeName("longformer")
    public record Longformer(
            @Key(value = PatternAttention.RADIUS, role = Role.NUMERIC)
            int radius,

            @Key(value = "First tokens that hear and are heard by all.", role = Role.NUMERIC)
            int global,

            @Key(value = "Whether the global tokens have projections of their own.", role = Role.NUMERIC)
            boolean separate)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Longformer {
            new Requirements()
                    .atLeast("radius", radius, 0)
                    .atLeast("global", global, 0)
                    .check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new LongformerAttention(radius, global, separate);
        }
    }

    /** Three blocks, the first and the last one, and blocks at random (Zaheer et al., 2020, arXiv:2007.14062). */
    @TypeName("bigbird")
    public record BigBird(
            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = "Tokens, or in bigbird blocks, drawn at random.", role = Role.NUMERIC)
            int random,

            @Key(value = PatternAttention.SEED, role = Role.NUMERIC)
            long seed)
            implements PatternConfig {
        /** Refuses values that cannot work. */
        public BigBird {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("random", random, 1)
                    .check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return Patterns.bigBird(block, random, seed);
        }

        /** The class token is in its first block, which hears all and is heard by all. */
        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new ExactAttention(pattern(sequence));
        }
    }

    /** The rows of a picture and its columns, in turns from layer to layer (Ho et al., 2019, arXiv:1912.12180). */
    @TypeName("axial")
    public record Axial(
            @Key(value = ROW, role = Role.NUMERIC) @Nullable Integer row) implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Axial {
            new Requirements().atLeastIfSet("row", row, 1).check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new AxialAttention(sequence.rowOr(row), sequence.prefix());
        }

        @Override
        public boolean lacksRow() {
            return row == null;
        }
    }

    /** The own block of pixels and those before it (Parmar et al., 2018, arXiv:1802.05751). */
    @TypeName("image-blocks")
    public record ImageBlocks(
            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = "Tokens before a block that it hears too.", role = Role.NUMERIC)
            int before)
            implements PatternConfig {
        /** Refuses values that cannot work. */
        public ImageBlocks {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("before", before, 0)
                    .check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new Memory(block, before);
        }
    }

    /** The same in two dimensions: rectangles of pixels, a margin above and beside them (Parmar et al., 2018, section 3.2). */
    @TypeName("image-rectangles")
    public record ImageRectangles(
            @Key(value = ROW, role = Role.NUMERIC) @Nullable Integer row,

            @Key(value = "Rows of a rectangle.", role = Role.NUMERIC)
            int blockHeight,

            @Key(value = "Columns of a rectangle.", role = Role.NUMERIC)
            int blockWidth,

            @Key(value = "Rows above a rectangle that it hears too.", role = Role.NUMERIC)
            int marginHeight,

            @Key(value = "Columns on each side of a rectangle that it hears too.", role = Role.NUMERIC)
            int marginWidth,

            @Key(
                    value =
                            "How pixels stand in a sequence: rows (row by row) or rectangles (one rectangle after the other).",
                    role = Role.NUMERIC)
            RasterBlocks.Order order)
            implements PatternConfig {
        /** Refuses values that cannot work. */
        public ImageRectangles {
            new Requirements()
                    .atLeast("block-height", blockHeight, 1)
                    .atLeast("block-width", blockWidth, 1)
                    .atLeast("margin-height", marginHeight, 0)
                    .atLeast("margin-width", marginWidth, 0)
                    .atLeastIfSet("row", row, 1)
                    .check();
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new RasterBlocks(sequence.rowOr(row), blockHeight, blockWidth, marginHeight, marginWidth, order);
        }

        @Override
        public boolean lacksRow() {
            return row == null;
        }
    }
}
