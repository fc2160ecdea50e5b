package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.QueriesFrom;

/**
 * A window for each token, and global tokens that hear and are heard by all (Beltagy et al. 2020, "Longformer", section 3.1).
 *
 * @param radius of the window: half of what the paper calls its size
 * @param global g, how many tokens at the beginning: 1 is the token of the class
 * @param separate whether global tokens hear by projections of their own, named as Hugging Face's; other tokens hear them by those that
 *     all have
 */
public record LongformerAttention(int radius, int global, boolean separate) implements BlockAttention {
    /** Checks the sizes. */
    public LongformerAttention {
        Require.atLeast("radius", radius, 0);
        Require.atLeast("global", global, separate ? 1 : 0);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        AttentionPattern pattern = Patterns.longformer(radius, global);
        if (!separate) {
            return new ExactAttention(pattern).at(place);
        }
        AttentionMechanism local = new ExactAttention(pattern.and(new QueriesFrom(global))).at(place);
        return (scope, x, qkv) -> {
            Tensor others = Shaping.slice(local.apply(scope, x, qkv), 1, global, x.dimension(1) - global);
            return Shaping.concatenate(1, ofGlobal(scope, x, place), others); // [B, T, D]
        };
    }

    /** What the global tokens hear of all; [B, g, D]. */
    private Tensor ofGlobal(Scope scope, Tensor x, AttentionPlace place) {
        Tensor queries =
                projected(scope.child("query_global"), Shaping.slice(x, 1, 0, global), place); // [B, H, g, D/H]
        Tensor keys = projected(scope.child("key_global"), x, place); // [B, H, T, D/H]
        Tensor values = projected(scope.child("value_global"), x, place);
        Tensor logits = Heads.logits(queries, keys); // [B, H, g, T]
        Tensor heard =
                place.bias().map(bias -> Arithmetic.add(logits, ofGlobal(bias))).orElse(logits);
        return Heads.merge(MatMul.apply(Softmax.besideSilence(heard), values));
    }

    private static Tensor projected(Scope scope, Tensor x, AttentionPlace place) {
        return Heads.split(Linear.apply(scope, x, x.dimension(2), place.projections()), place.heads());
    }

    /** The global rows of a bias [B, 1, 1 or T, T]. */
    private Tensor ofGlobal(Tensor bias) {
        return bias.dimension(2) == 1 ? bias : Shaping.slice(bias, 2, 0, global);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (separate && causal) {
            throw new IllegalArgumentException(this + " in a causal model: global tokens hear what comes later;"
                    + " set separate = false, with which they hear what comes before");
        }
        if (separate && global >= tokens) {
            throw new IllegalArgumentException("global = " + global + ": must be below the " + tokens
                    + " tokens of a row, or nothing is left for the window");
        }
    }
}
