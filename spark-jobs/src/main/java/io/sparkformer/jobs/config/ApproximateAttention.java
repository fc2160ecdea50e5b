package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.CompressedAttention;
import io.sparkformer.model.attention.LinearAttention;
import io.sparkformer.model.attention.Linformer;
import io.sparkformer.model.attention.Performer;
import java.util.List;

/** Attentions that are something else than a softmax over tokens, and cost less. */
public final class ApproximateAttention {
    private ApproximateAttention() {}

    /** Mixtures of all tokens in the place of keys and values (Wang et al., 2020, arXiv:2006.04768). */
    @TypeName("linformer")
    public record LowRank(
            @Key(value = "Mixtures of tokens that are heard in their place.", role = Role.NUMERIC)
            int rank,

            @Key(
                    value = "What shares the weights of mixtures: none, headwise, key-value or layerwise.",
                    role = Role.NUMERIC)
            Linformer.Sharing sharing)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public LowRank {
            new Requirements().atLeast("rank", rank, 1).check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new Linformer(rank, sharing);
        }
    }

    /** Sums over features of keys, elu(x) + 1 (Katharopoulos et al., 2020, arXiv:2006.16236). */
    @TypeName("linear")
    public record Linear() implements BlockAttentionConfig {
        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new LinearAttention();
        }
    }

    /** Sums over random features of keys that stand for the softmax (Choromanski et al., 2021, arXiv:2009.14794). */
    @TypeName("performer")
    public record RandomFeatures(
            @Key(value = "Random features of a query and of a key.", role = Role.NUMERIC)
            int features,

            @Key(value = PatternAttention.SEED, role = Role.NUMERIC)
            long seed)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public RandomFeatures {
            new Requirements().atLeast("features", features, 1).check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new Performer(features, seed);
        }
    }

    /** Windows of tokens in the place of keys and values (Liu et al., 2018, arXiv:1801.10198). */
    @TypeName("compressed")
    public record Compressed(
            @Key(value = "Tokens of a window, at least as many as from one to the next.", role = Role.NUMERIC)
            int kernel,

            @Key(value = PatternAttention.STRIDE, role = Role.NUMERIC)
            int stride,

            @Key(value = "What stands for a window: convolution (learned) or mean.", role = Role.NUMERIC)
            CompressedAttention.Kind compression)
            implements BlockAttentionConfig {
        /** Refuses values that cannot work. */
        public Compressed {
            new Requirements()
                    .atLeast("stride", stride, 1)
                    .together(
                            kernel >= stride,
                            List.of("kernel", "stride"),
                            kernel,
                            "is less than stride = " + stride + ": nobody would hear the tokens between windows",
                            "Use at least the stride")
                    .check();
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new CompressedAttention(kernel, stride, compression);
        }
    }
}
