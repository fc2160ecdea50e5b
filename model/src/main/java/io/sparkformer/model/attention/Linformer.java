package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;

/**
 * Attention to k mixtures of all tokens: softmax(Q (E K)^T / sqrt(D / H)) F V, with E and F learned (Wang et al. 2020, "Linformer", equation
 * 7). Time and memory grow with T k. The number of tokens is part of the parameters.
 *
 * @param rank k
 * @param sharing which projections are the same
 */
public record Linformer(int rank, Sharing sharing) implements BlockAttention {
    /** Which projections are the same (section 4, "parameter sharing between projections"). */
    public enum Sharing {
        /** None: each head has its own E and F, [H, k, T]. */
        NONE,
        /** Those of a layer's heads: E and F, [k, T]. */
        HEADWISE,
        /** Those of a layer's heads, for keys and values: E = F, [k, T]. */
        KEY_VALUE,
        /** All: one E = F, [k, T], for all layers. */
        LAYERWISE
    }

    /**
     * What stands for keys and for values.
     *
     * @param keys E
     * @param values F
     */
    private record Projections(Tensor keys, Tensor values) {}

    /** Checks the rank. */
    public Linformer {
        Require.atLeast("rank", rank, 1);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return (scope, x, qkv) -> {
            Heads heads = Heads.of(qkv, place.heads());
            Projections projections = projections(scope, place, qkv.dimension(1));
            Tensor keys = project(Padding.silence(heads.keys(), place, this), projections.keys()); // [B, H, k, D/H]
            Tensor values = project(Padding.silence(heads.values(), place, this), projections.values()); // the same
            Tensor weights = Softmax.softmax(Heads.logits(heads.queries(), keys)); // [B, H, T, k]
            return Heads.merge(MatMul.apply(weights, values));
        };
    }

    private Projections projections(Scope scope, AttentionPlace place, long tokens) {
        return switch (sharing) {
            case NONE, HEADWISE ->
                new Projections(
                        projection(scope.child("compress_k"), place, tokens),
                        projection(scope.child("compress_v"), place, tokens));
            case KEY_VALUE -> forBoth(projection(scope.child("compress_k"), place, tokens));
            case LAYERWISE -> {
                Scope layers = place.layers().scope().child("compress_layer");
                yield forBoth(projection(layers.common(), place, tokens));
            }
        };
    }

    private static Projections forBoth(Tensor projection) {
        return new Projections(projection, projection);
    }

    /** [k, T] for all heads or [H, k, T]; keeps the lengths of what it mixes. */
    private Tensor projection(Scope scope, AttentionPlace place, long tokens) {
        Initializer initializer = Initializer.normal(1 / Math.sqrt((double) rank));
        return sharing == Sharing.NONE
                ? scope.weight("weight", initializer, place.heads(), rank, tokens)
                : scope.weight("weight", initializer, rank, tokens);
    }

    /** The mixtures [B, H, k, D/H] of tokens [B, H, T, D/H]. */
    private Tensor project(Tensor x, Tensor projection) {
        long batch = x.dimension(0);
        long heads = x.dimension(1);
        long tokens = x.dimension(2);
        long width = x.dimension(3);
        long groups = projection.rank() == 3 ? heads : 1; // G, of heads with one projection
        Tensor rows = Shaping.reshape(
                Shaping.permute(x, 1, 0, 3, 2), groups, heads / groups * batch * width, tokens); // [G, H/G B D/H, T]
        Tensor mixed =
                MatMul.applyTransposed(rows, Shaping.reshape(projection, groups, rank, tokens)); // [G, H/G B D/H, k]
        return Shaping.permute(Shaping.reshape(mixed, heads, batch, width, rank), 1, 0, 3, 2);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        Require.notCausal(this, causal);
        if (rank > tokens) {
            throw new IllegalArgumentException(
                    "rank = " + rank + ": must be at most the " + tokens + " tokens of a row");
        }
    }
}
