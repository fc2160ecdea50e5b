package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.Tensor;

/**
 * Weights phi(q)^T phi(k) with phi(x) = elu(x) + 1 in the place of a softmax (Katharopoulos et al. 2020, "Transformers are RNNs", equation 7).
 * Time and memory grow with T. Causal, it is a recurrent network whose state are two sums.
 */
public record LinearAttention() implements BlockAttention {
    private static final double EPSILON = 1e-6;

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        FeatureAttention attention = new FeatureAttention(place.causal(), EPSILON);
        return (scope, x, qkv) -> {
            Heads heads = Heads.of(qkv, place.heads());
            Tensor keys = Padding.silence(features(heads.keys()), place, this);
            return Heads.merge(attention.apply(features(heads.queries()), keys, heads.values()));
        };
    }

    /** elu(x) + 1 = max(x, 0) + exp(min(x, 0)). */
    private static Tensor features(Tensor x) {
        Tensor positive = Composites.activation(ActivationFunction.RELU, x);
        return Arithmetic.add(positive, Elementwise.exp(Arithmetic.subtract(x, positive)));
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
