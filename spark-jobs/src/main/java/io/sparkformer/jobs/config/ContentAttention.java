package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.LshAttention;
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
