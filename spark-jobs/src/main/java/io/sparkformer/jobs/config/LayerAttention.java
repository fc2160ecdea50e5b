package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.SetAttention;
import io.sparkformer.model.attention.ShuffleExchange;
import io.sparkformer.model.attention.StarAttention;
import io.sparkformer.model.attention.TreeAttention;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Attentions that add tokens of their own to a sequence, or have layers of their own. */
public final class LayerAttention {
    static final String CLIP =
            "From which distance (extended), or level of the tree, on labels of pairs are the same; null for no labels.";

    private LayerAttention() {}

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Neighbours, and a relay that all hear (Guo et al., 2019, arXiv:1902.09113). */
    @TypeName("star")
    public record Star(
            @Key(value = "Whether the first token and the last one are neighbours.", role = Role.NUMERIC)
            boolean cyclic)
            implements AttentionConfig {
        @Override
        public Attention attention(TokenOrder sequence) {
            return new StarAttention(cyclic);
        }

        @Override
        public boolean hasOwnLayers() {
            return true;
        }
    }

    /** Ever larger spans of a binary tree, the farther away (Ye et al., 2019, arXiv:1911.04070). */
    @TypeName("tree")
    public record Tree(
            @Key(value = "Spans of each size that a token hears on each side.", role = Role.NUMERIC)
            int degree,

            @Key(value = CLIP, role = Role.NUMERIC) @Nullable Integer clip)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Tree {
            new Requirements()
                    .atLeast("degree", degree, 1)
                    .atLeastIfSet("clip", clip, 0)
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return new TreeAttention(degree, optional(clip));
        }
    }

    /** A window, and a global token of its own for each block (Ainslie et al., 2020, arXiv:2004.08483). */
    @TypeName("extended")
    public record Extended(
            @Key(value = PatternAttention.RADIUS, role = Role.NUMERIC)
            int radius,

            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = CLIP, role = Role.NUMERIC) @Nullable Integer clip,

            @Key(
                    value =
                            "Whether a global token and the tokens of other blocks do not hear each other: the paper's hard masks.",
                    role = Role.NUMERIC)
            boolean membersOnly)
            implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Extended {
            new Requirements()
                    .atLeast("radius", radius, 0)
                    .atLeast("block", block, 1)
                    .atLeastIfSet("clip", clip, 1)
                    .together(
                            !membersOnly || clip == null,
                            List.of("members-only", "clip"),
                            true,
                            "is of attention without labels, and clip = " + clip,
                            "Set clip = null, or members-only = false")
                    .check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return new ExtendedAttention(radius, block, optional(clip), membersOnly);
        }
    }

    /** Learned points that hear all, and that all hear (Lee et al., 2019, arXiv:1810.00825). */
    @TypeName("induced")
    public record Induced(
            @Key(value = "Learned points that stand between tokens.", role = Role.NUMERIC)
            int points) implements AttentionConfig {
        /** Refuses values that cannot work. */
        public Induced {
            new Requirements().atLeast("points", points, 1).check();
        }

        @Override
        public Attention attention(TokenOrder sequence) {
            return SetAttention.induced(points);
        }

        @Override
        public boolean hasOwnLayers() {
            return true;
        }
    }

    /** All tokens, in layers that know no order (Lee et al., 2019, arXiv:1810.00825). */
    @TypeName("set")
    public record Sets() implements AttentionConfig {
        @Override
        public Attention attention(TokenOrder sequence) {
            return SetAttention.ofAll();
        }

        @Override
        public boolean hasOwnLayers() {
            return true;
        }
    }

    /** Pairs of tokens mixed and shuffled in turns, without attention (Draguns et al., 2021, arXiv:2004.04662). */
    @TypeName("shuffle-exchange")
    public record Shuffles() implements AttentionConfig {
        @Override
        public Attention attention(TokenOrder sequence) {
            return new ShuffleExchange();
        }

        @Override
        public boolean hasOwnLayers() {
            return true;
        }
    }
}
