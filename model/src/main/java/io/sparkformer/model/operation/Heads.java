package io.sparkformer.model.operation;

import java.util.List;

/**
 * What the heads of attention see of tokens: their queries, keys and values (Vaswani et al. 2017, section 3.2.2).
 *
 * @param queries [B, H, T, D/H]
 * @param keys the same
 * @param values the same
 */
public record Heads(Tensor queries, Tensor keys, Tensor values) {
    /**
     * Those of tokens.
     *
     * @param qkv the three side by side, the heads within each, [B, T, 3 D]
     * @param heads H, a divisor of D
     */
    public static Heads of(Tensor qkv, int heads) {
        long headWidth = qkv.dimension(2) / 3 / heads;
        Tensor parts = Shaping.reshape(qkv, qkv.dimension(0), qkv.dimension(1), 3, heads, headWidth);
        List<Tensor> split = Shaping.unstack(Shaping.permute(parts, 2, 0, 3, 1, 4)); // 3 of [B, H, T, D/H]
        return new Heads(split.get(0), split.get(1), split.get(2));
    }

    /** Q / sqrt(D / H), of which products with keys are logits; [B, H, T, D/H]. */
    public Tensor scaledQueries() {
        return Arithmetic.scale(queries, 1 / Math.sqrt((double) queries.dimension(3)));
    }

    /** One of the three, [B, T, D], as [B, H, T, D/H]. */
    public static Tensor split(Tensor x, int heads) {
        Tensor parts = Shaping.reshape(x, x.dimension(0), x.dimension(1), heads, x.dimension(2) / heads);
        return Shaping.permute(parts, 0, 2, 1, 3);
    }

    /** What the heads have heard, [B, H, T, D/H], side by side, [B, T, D]. */
    public static Tensor merge(Tensor heard) {
        long width = heard.dimension(1) * heard.dimension(3);
        return Shaping.reshape(Shaping.permute(heard, 0, 2, 1, 3), heard.dimension(0), heard.dimension(2), width);
    }

    /** Q K^T / sqrt(D / H) of queries [B, H, n, D/H] and keys [B, H, m, D/H]; [B, H, n, m]. */
    public static Tensor logits(Tensor queries, Tensor keys) {
        return Arithmetic.scale(MatMul.applyTransposed(queries, keys), 1 / Math.sqrt((double) keys.dimension(3)));
    }
}
