package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * The first heads hear by one mechanism, the others by another.
 *
 * @param count how many the first are
 * @param first theirs
 * @param others that of the rest
 */
record DividedHeads(int count, AttentionMechanism first, RoutingMechanism others) implements AttentionMechanism {
    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        long width = qkv.dimension(2) / 3;
        long own = width / (count + others.heads()) * count;
        return Shaping.concatenate(
                2, first.apply(scope, x, part(qkv, 0, own)), others.apply(scope, x, part(qkv, own, width - own)));
    }

    /** The same columns of queries, keys and values. */
    private static Tensor part(Tensor qkv, long from, long columns) {
        long width = qkv.dimension(2) / 3;
        return Shaping.concatenate(
                2,
                Shaping.slice(qkv, 2, from, columns),
                Shaping.slice(qkv, 2, width + from, columns),
                Shaping.slice(qkv, 2, 2 * width + from, columns));
    }
}
