package io.sparkformer.model.score;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * Attention by any score: weights times values, with all weights of all pairs in memory. Scaled dot products without a mixture are what
 * {@link io.sparkformer.model.operation.Composites#selfAttention(Tensor, io.sparkformer.model.operation.AttentionSettings)} has kernels for.
 *
 * @param score compares queries and keys
 * @param normalization makes weights of the scores
 */
public record ScoredAttention(ScoreFunction score, ScoreNormalization normalization) {
    /**
     * What the queries hear.
     *
     * @param scope of the parameters of the score
     * @param queries [B, H, n, D_q]
     * @param keys [B, H, m, D_k]
     * @param values [B, H, m, D_v]
     * @param bias is added to the scores, and broadcasts to [B, H, n, m]:
     *     {@link io.sparkformer.model.operation.AttentionSettings#UNHEARD} for what may not be heard
     * @return [B, H, n, D_v]
     */
    public Tensor apply(Scope scope, Tensor queries, Tensor keys, Tensor values, Optional<Tensor> bias) {
        Tensor weights = normalization.weights(scope, score, queries, keys, bias);
        return MatMul.apply(scope.named("weights", weights), values);
    }
}
