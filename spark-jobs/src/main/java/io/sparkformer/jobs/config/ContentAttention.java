package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.EdgeAttention;
import io.sparkformer.model.attention.LshAttention;
import io.sparkformer.model.attention.RoutingAttention;
import io.sparkformer.model.attention.SinkhornAttention;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Attentions that look for tokens to hear by what these say. */
public final class ContentAttention {
    private ContentAttention() {}

    /** Tokens sorted by a hash, in chunks (Kitaev et al., 2020, arXiv:2001.04451). */
    @TypeName("reformer")
    public record Hashing(
            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = "How many times tokens are hashed.", role = Role.NUMERIC)
            int rounds,

            @Key(value = PatternAttention.SEED, role = Role.NUMERIC)
            long seed)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Hashing {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("rounds", rounds, 1)
                    .check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new LshAttention(block, rounds, seed);
        }
    }

    /** Tokens by the centroids that they are nearest to (Roy et al., 2021, arXiv:2003.05997). */
    @TypeName("routing")
    public record Routing(
            @Key(value = "Centroids of each head.", role = Role.NUMERIC)
            int clusters,

            @Key(value = "Share of a centroid that a step keeps.", role = Role.NUMERIC)
            double decay,

            @Key(
                    value = "Half of the heads hear a window of so many tokens on each side instead; null for none.",
                    role = Role.NUMERIC)
            @Nullable Integer window)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Routing {
            new Requirements()
                    .atLeast("clusters", clusters, 1)
                    .that(
                            decay >= 0 && decay <= 1,
                            "decay",
                            decay,
                            "is no share",
                            "Use a number from 0 to 1, for instance 0.999")
                    .atLeastIfSet("window", window, 0)
                    .check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new RoutingAttention(clusters, decay, window == null ? OptionalInt.empty() : OptionalInt.of(window));
        }
    }

    /** Those that a network has drawn edges to, which learns by what came of it (Li et al., 2020, arXiv:2003.09833). */
    @TypeName("sac")
    public record Edges(
            @Key(value = "How many others a token hears.", role = Role.NUMERIC)
            int edges) implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Edges {
            new Requirements().atLeast("edges", edges, 1).check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new EdgeAttention(edges);
        }
    }

    /** The own block, and one that has been sorted to its place (Tay et al., 2020, arXiv:2002.11296). */
    @TypeName("sinkhorn")
    public record SortedBlocks(
            @Key(value = PatternAttention.BLOCK, role = Role.NUMERIC)
            int block,

            @Key(value = "How many times rows and columns of the sorting are normalised.", role = Role.NUMERIC)
            int iterations,

            @Key(
                    value = "What suits is divided by this; towards 0 the sorting becomes a permutation.",
                    role = Role.NUMERIC)
            double temperature,

            @Key(
                    value =
                            "SortCut: that many sorted blocks are heard by all, in place of the own one; null for none.",
                    role = Role.NUMERIC)
            @Nullable Integer cut)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public SortedBlocks {
            new Requirements()
                    .atLeast("block", block, 1)
                    .atLeast("iterations", iterations, 1)
                    .positive("temperature", temperature)
                    .atLeastIfSet("cut", cut, 1)
                    .check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            OptionalInt first = cut == null ? OptionalInt.empty() : OptionalInt.of(cut);
            return new SinkhornAttention(block, iterations, temperature, first);
        }
    }
}
