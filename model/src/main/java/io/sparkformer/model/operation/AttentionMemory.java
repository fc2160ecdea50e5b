package io.sparkformer.model.operation;

import java.util.Arrays;

/**
 * Keys and values of the tokens that a model has heard before, so that the next ones hear them without their being computed again.
 *
 * @param keys [B, H, R, D/H], room for R tokens
 * @param values the same
 * @param bias added to the logits of these tokens, [B, 1, 1, R]: {@link AttentionSettings#UNHEARD} where there is none yet
 */
public record AttentionMemory(Tensor keys, Tensor values, Tensor bias) {
    /**
     * What new tokens hear.
     *
     * @param output [B, T, D]
     * @param keys theirs, to be remembered, [B, H, T, D/H]
     * @param values the same
     */
    public record Heard(Tensor output, Tensor keys, Tensor values) {}

    /** Refuses tensors that do not belong together. */
    public AttentionMemory {
        if (keys.rank() != 4
                || !Arrays.equals(keys.shape(), values.shape())
                || !bias.hasShape(keys.dimension(0), 1, 1, keys.dimension(2))) {
            throw new IllegalArgumentException("a memory of keys " + keys + ", values " + values + " and bias " + bias
                    + ": they must be [batch, heads, room, head width] twice, and [batch, 1, 1, room]");
        }
    }

    /**
     * Softmax(Q K^T / sqrt(D / H)) V per head, over what is remembered and over the new tokens up to each.
     *
     * @param qkv of the new tokens, [B, T, 3 D], as {@link Composites#selfAttention(Tensor, AttentionSettings)} has it
     */
    public Heard hear(Tensor qkv) {
        long batch = keys.dimension(0);
        long heads = keys.dimension(1);
        long room = keys.dimension(2);
        long headWidth = keys.dimension(3);
        if (qkv.rank() != 3 || qkv.dimension(0) != batch || qkv.dimension(2) != 3 * heads * headWidth) {
            throw new IllegalArgumentException(
                    qkv + " does not fit the memory " + keys + ": it must be [batch, tokens, 3 width]");
        }
        long tokens = qkv.dimension(1);
        Heads fresh = Heads.of(qkv, Math.toIntExact(heads));
        Tensor queries = Arithmetic.scale(fresh.queries(), 1 / Math.sqrt((double) headWidth));
        Tensor earlier = Arithmetic.add(MatMul.applyTransposed(queries, keys), bias); // [B, H, T, R]
        Tensor present = Arithmetic.add(
                MatMul.applyTransposed(queries, fresh.keys()),
                Constants.futureMask(qkv, Math.toIntExact(tokens))); // [B, H, T, T]
        Tensor weights = Softmax.softmax(Shaping.concatenate(3, earlier, present)); // [B, H, T, R + T]
        Tensor heard = Arithmetic.add(
                MatMul.apply(Shaping.slice(weights, 3, 0, room), values),
                MatMul.apply(Shaping.slice(weights, 3, room, tokens), fresh.values())); // [B, H, T, D/H]
        return new Heard(Heads.merge(heard), fresh.keys(), fresh.values());
    }
}
