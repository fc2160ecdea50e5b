package io.sparkformer.model.operation;

import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Full;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who hears whom in self-attention.
 *
 * @param heads number of heads, a divisor of the width
 * @param pattern whom a token hears
 * @param bias is added to the logits, for padding ({@link #UNHEARD} for keys that are not there, [B, 1, 1, T]) or for relative
 *     positions that are not learned ([heads, T, T]); broadcasts to [B, heads, T, T]; no gradient flows into it
 */
public record AttentionSettings(int heads, AttentionPattern pattern, Optional<Tensor> bias) {
    /** A bias that leaves nothing of a weight, and that is finite. A token of which all logits have it hears nobody, which is zeros. */
    public static final double UNHEARD = -1e9;

    /**
     * The logit of silence, which a token hears beside those of a sparse pattern: nothing is left of its weight unless all of them are
     * {@link #UNHEARD}, or there are none; then it has all of it, and what is heard is zeros.
     */
    public static final double SILENCE = UNHEARD / 2;

    /** Added for what the pattern forbids: also a token that hears nobody does not hear the future. */
    public static final double FORBIDDEN = -1e30;

    /** Everybody hears everybody. */
    public static AttentionSettings of(int heads) {
        return new AttentionSettings(heads, new Full(), Optional.empty());
    }

    /** Tokens hear themselves and those before them only. */
    public AttentionSettings withoutFuture() {
        return new AttentionSettings(heads, pattern.causal(), bias);
    }

    /** Tokens hear whom this lets them hear. */
    public AttentionSettings withPattern(AttentionPattern other) {
        return new AttentionSettings(heads, other, bias);
    }

    /** With this added to the logits. */
    public AttentionSettings withBias(Tensor addend) {
        return new AttentionSettings(heads, pattern, Optional.of(addend));
    }

    /** Refuses a projection that cannot be cut into heads and a bias that does not broadcast. */
    void requireFit(Tensor qkv) {
        if (qkv.rank() != 3 || heads < 1 || qkv.dimension(2) % (3L * heads) != 0) {
            throw new IllegalArgumentException("attention of " + heads + " heads over " + qkv
                    + ": must be [batch, tokens, 3 width] with a width that the heads divide");
        }
        pattern.requireFit(Math.toIntExact(qkv.dimension(1)));
        long[] logits = {qkv.dimension(0), heads, qkv.dimension(1), qkv.dimension(1)};
        bias.ifPresent(addend -> {
            if (addend.rank() > 4 || !Arrays.equals(Shapes.broadcast(addend.shape(), logits), logits)) {
                throw new IllegalArgumentException("the attention bias " + addend + " does not broadcast to the logits "
                        + Arrays.toString(logits));
            }
        });
    }
}
