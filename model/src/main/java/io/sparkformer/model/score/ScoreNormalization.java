package io.sparkformer.model.score;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/** What weights become of scores. */
public sealed interface ScoreNormalization {
    /**
     * The weight of every key for every query: of a query that hears any they add up to 1, of others all are 0.
     *
     * @param scope of the parameters of both
     * @param score compares
     * @param queries [B, H, n, D_q]
     * @param keys [B, H, m, D_k]
     * @param bias is added to the scores, and broadcasts to [B, H, n, m]:
     *     {@link io.sparkformer.model.operation.AttentionSettings#UNHEARD} for what may not be heard
     * @return [B, H, n, m]
     */
    Tensor weights(Scope scope, ScoreFunction score, Tensor queries, Tensor keys, Optional<Tensor> bias);

    /** Scores without what may not be heard. */
    private static Tensor heard(Tensor scores, Optional<Tensor> bias) {
        return bias.map(addend -> Arithmetic.add(scores, addend)).orElse(scores);
    }

    /** exp(s_j) / sum_k exp(s_k). */
    record SoftMaximum() implements ScoreNormalization {
        @Override
        public Tensor weights(Scope scope, ScoreFunction score, Tensor queries, Tensor keys, Optional<Tensor> bias) {
            return Softmax.besideSilence(heard(score.logits(scope, queries, keys), bias));
        }
    }

    /** 1 for the key with the highest score, of equal ones the first, and 0 for all others (Yang et al. 2020, section 3.1). Has no gradient. */
    record HardMaximum() implements ScoreNormalization {
        @Override
        public Tensor weights(Scope scope, ScoreFunction score, Tensor queries, Tensor keys, Optional<Tensor> bias) {
            Tensor scores = heard(score.logits(scope, queries, keys), bias);
            return Arithmetic.multiply(Sorting.onlyLargest(scores), Softmax.heard(scores));
        }
    }

    /**
     * sum_p pi_p softmax(s_p), of which s_p compares the p-th parts of queries and keys, and pi is the softmax of a linear map of the mean key
     * (Yang et al. 2018; Zhang et al. 2020, "self"), the mean of those that a query hears. Of one part it is the softmax.
     *
     * @param parts into which the width is divided
     */
    record MixtureOfSoftmaxes(int parts) implements ScoreNormalization {
        /** Checks the number. */
        public MixtureOfSoftmaxes {
            if (parts < 1) {
                throw new IllegalArgumentException("parts = " + parts + ": must be at least 1");
            }
        }

        @Override
        public Tensor weights(Scope scope, ScoreFunction score, Tensor queries, Tensor keys, Optional<Tensor> bias) {
            if (queries.dimension(3) % parts != 0 || keys.dimension(3) % parts != 0) {
                throw new IllegalArgumentException("a mixture of " + parts + " softmaxes over " + queries + " and "
                        + keys + ": their widths must be multiples of the number of parts");
            }
            Tensor shares = shares(scope, mean(keys, bias)); // [B, H, 1, parts], or [B, H, n, parts]
            Tensor weights = share(shares, 0, part(scope, score, queries, keys, bias, 0));
            for (int part = 1; part < parts; part++) {
                weights = Arithmetic.add(weights, share(shares, part, part(scope, score, queries, keys, bias, part)));
            }
            return weights;
        }

        /** Of the keys that are heard, [B, H, 1, D], or of each query where they do not all hear the same, [B, H, n, D]. */
        private static Tensor mean(Tensor keys, Optional<Tensor> bias) {
            if (bias.isEmpty()) {
                return Reductions.mean(keys, 2);
            }
            Tensor hidden = bias.get();
            long queries = hidden.rank() == 4 ? hidden.dimension(2) : hidden.dimension(0);
            Tensor all = Shaping.broadcastTo(hidden, keys.dimension(0), keys.dimension(1), queries, keys.dimension(2));
            return MatMul.apply(Softmax.softmax(all), keys); // a softmax of zeros is the same for all
        }

        private Tensor shares(Scope scope, Tensor mean) {
            long width = mean.dimension(3);
            Tensor weight = scope.weight("mixture.weight", Initializer.xavierUniform(width, parts), parts, width);
            Tensor logits = MatMul.applyTransposed(Shaping.reshape(mean, mean.length() / width, width), weight);
            return Shaping.reshape(
                    Softmax.softmax(logits), mean.dimension(0), mean.dimension(1), mean.dimension(2), parts);
        }

        private static Tensor share(Tensor shares, int part, Tensor weights) {
            return Arithmetic.multiply(weights, Shaping.slice(shares, 3, part, 1));
        }

        private Tensor part(
                Scope scope, ScoreFunction score, Tensor queries, Tensor keys, Optional<Tensor> bias, int part) {
            long ofQueries = queries.dimension(3) / parts;
            long ofKeys = keys.dimension(3) / parts;
            Tensor scores = score.logits(
                    scope.child("part").child(part),
                    Shaping.slice(queries, 3, part * ofQueries, ofQueries),
                    Shaping.slice(keys, 3, part * ofKeys, ofKeys));
            return Softmax.besideSilence(heard(scores, bias));
        }
    }
}
