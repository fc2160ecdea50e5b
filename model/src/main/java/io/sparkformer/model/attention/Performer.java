package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;

/**
 * Softmax attention by random features, FAVOR+ (Choromanski et al. 2021, lemma 1): exp(q^T k) is the mean over w of exp(w^T q - |q|^2 / 2)
 * exp(w^T k - |k|^2 / 2), with w normally distributed, and orthogonal for less variance. Time and memory grow with T m.
 *
 * <p>What all features of a query have as a factor cancels out, and so does what those of all keys have: 1 / sqrt(m), |q|^2, and the
 * largest, by which they are divided lest they overflow. In a causal model the largest of all keys is not known yet, and they are not.
 *
 * @param features m, how many w
 * @param seed of the draws, which are the same in all layers and heads
 */
public record Performer(int features, long seed) implements BlockAttention {
    private static final double EPSILON = 1e-12;

    /** Checks their number. */
    public Performer {
        Require.atLeast("features", features, 1);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        FeatureAttention attention = new FeatureAttention(place.causal(), EPSILON);
        return (scope, x, qkv) -> {
            Heads heads = Heads.of(qkv, place.heads());
            Tensor queries = ofQueries(heads.queries());
            Tensor keys = ofKeys(heads.keys(), place);
            return Heads.merge(attention.apply(queries, keys, heads.values()));
        };
    }

    private Tensor ofQueries(Tensor queries) {
        Tensor exponents = projected(queries); // [B, H, T, m]
        return Elementwise.exp(Arithmetic.subtract(exponents, Softmax.largest(exponents, 3)));
    }

    private Tensor ofKeys(Tensor keys, AttentionPlace place) {
        double half = 0.5 / Math.sqrt((double) keys.dimension(3));
        Tensor norms = Arithmetic.scale(Reductions.sum(Arithmetic.square(keys), 3), -half); // [B, H, T, 1]
        Tensor addend = Padding.column(place, this)
                .map(column -> Arithmetic.add(norms, column)) // a key that is not there has features of 0
                .orElse(norms);
        Tensor exponents = Arithmetic.add(projected(keys), addend); // [B, H, T, m]
        return Elementwise.exp(place.causal() ? exponents : Arithmetic.subtract(exponents, largestOfHeads(exponents)));
    }

    /** W x / (D/H)^(1/4) of x [B, H, T, D/H]; [B, H, T, m]. The root is that of softmax's 1 / sqrt(D/H). */
    private Tensor projected(Tensor x) {
        long width = x.dimension(3);
        double[] draws = OrthogonalDraws.of(features, Math.toIntExact(width), seed);
        double scale = 1 / Math.sqrt(Math.sqrt((double) width));
        for (int i = 0; i < draws.length; i++) {
            draws[i] *= scale;
        }
        Tensor matrix = ConstantTable.of(x, this + " of width " + width, draws, features, width);
        Tensor rows = Shaping.reshape(x, x.length() / width, width);
        return Shaping.reshape(
                MatMul.applyTransposed(rows, matrix), x.dimension(0), x.dimension(1), x.dimension(2), features);
    }

    /** [B, H, 1, 1]. */
    private static Tensor largestOfHeads(Tensor x) {
        long batch = x.dimension(0);
        long heads = x.dimension(1);
        Tensor largest = Softmax.largest(Shaping.reshape(x, batch, heads, x.dimension(2) * x.dimension(3)), 2);
        return Shaping.reshape(largest, batch, heads, 1, 1);
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
