package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.score.ScoredAttention;
import java.util.Optional;

/**
 * Everybody, compared by any score: additive ones (Bahdanau et al. 2015), those of Luong et al. 2015, cosines, distances. All weights of all pairs are in memory, and for additive
 * scores a hidden layer of each pair.
 *
 * @param scored compares, and weighs
 */
public record AttentionByScore(ScoredAttention scored) implements BlockAttention {
    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return (scope, x, qkv) -> apply(scope.child("score"), qkv, place);
    }

    private Tensor apply(Scope scope, Tensor qkv, AttentionPlace place) {
        Heads heads = Heads.of(qkv, place.heads());
        Optional<Tensor> bias = place.bias();
        if (place.causal()) {
            Tensor later = later(qkv, Math.toIntExact(qkv.dimension(1)));
            bias = Optional.of(bias.map(given -> Arithmetic.add(given, later)).orElse(later));
        }
        return Heads.merge(scored.apply(scope, heads.queries(), heads.keys(), heads.values(), bias));
    }

    /** Hides those that come later, [1, 1, T, T]. */
    private static Tensor later(Tensor like, int tokens) {
        double[] hidden = new double[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = query + 1; key < tokens; key++) {
                hidden[query * tokens + key] = AttentionSettings.FORBIDDEN;
            }
        }
        return ConstantTable.of(like, "later among " + tokens, hidden, 1, 1, tokens, tokens);
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
