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
import java.util.function.UnaryOperator;

/** What weights become of scores. */
public sealed interface ScoreNormalization {
    /**
     * The weight of every key for every query: of a query they add up to 1.
     *
     * @param scope of the parameters of both
     * @param score compares
     * @param queries [B, H, n, D_q]
     * @param keys [B, H, m, D_k]
     * @param masked takes from the scores [B, H, n, m] what may not be read
     * @return [B, H, n, m]
     */
    Tensor weights(Scope scope, ScoreFunction score, Tensor queries, Tensor keys, UnaryOperator<Tensor> masked);

    /** exp(s_j) / sum_k exp(s_k). */
    record SoftMaximum() implements ScoreNormalization {
        @Override
        public Tensor weights(
                Scope scope, ScoreFunction score, Tensor queries, Tensor keys, UnaryOperator<Tensor> masked) {
            return Softmax.softmax(masked.apply(score.logits(scope, queries, keys)));
        }
    }

    /** 1 for the key with the highest score, of equal ones the first, and 0 for all others (Yang et al. 2020, section 3.1). Has no gradient. */
    record HardMaximum() implements ScoreNormalization {
        @Override
        public Tensor weights(
                Scope scope, ScoreFunction score, Tensor queries, Tensor keys, UnaryOperator<Tensor> masked) {
            return Sorting.onlyLargest(masked.apply(score.logits(scope, queries, keys)));
        }
    }

    /**
     * sum_p pi_p softmax(s_p), of which s_p compares the p-th parts of queries and keys, and pi is the softmax of a linear map of the mean key
     * (Yang et al. 2018; Zhang et al. 2020, "self"). Of one part it is the softmax.
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
        public Tensor weights(
                Scope scope, ScoreFunction score, Tensor queries, Tensor keys, UnaryOperator<Tensor> masked) {
            if (queries.dimension(3) % parts != 0 || keys.dimension(3) % parts != 0) {
                throw new IllegalArgumentException("a mixture of " + parts + " softmaxes over " + queries + " and "
                        + keys + ": their widths must be multiples of the number of parts");
            }
            Tensor shares = shares(scope, keys); // [B, H, 1, parts]
            Tensor weights = share(shares, 0, part(scope, score, queries, keys, masked, 0));
            for (int part = 1; part < parts; part++) {
                weights = Arithmetic.add(weights, share(shares, part, part(scope, score, queries, keys, masked, part)));
            }
            return weights;
        }

        private Tensor shares(Scope scope, Tensor keys) {
            long width = keys.dimension(3);
            Tensor mean = Reductions.mean(keys, 2); // [B, H, 1, D]
            Tensor weight = scope.weight("mixture.weight", Initializer.xavierUniform(width, parts), parts, width);
            Tensor logits =
                    MatMul.applyTransposed(Shaping.reshape(mean, keys.dimension(0) * keys.dimension(1), width), weight);
            return Shaping.reshape(Softmax.softmax(logits), keys.dimension(0), keys.dimension(1), 1, parts);
        }

        private static Tensor share(Tensor shares, int part, Tensor weights) {
            return Arithmetic.multiply(weights, Shaping.slice(shares, 3, part, 1));
        }

        private Tensor part(
                Scope scope, ScoreFunction score, Tensor queries, Tensor keys, UnaryOperator<Tensor> masked, int part) {
            long ofQueries = queries.dimension(3) / parts;
            long ofKeys = keys.dimension(3) / parts;
            return Softmax.softmax(masked.apply(score.logits(
                    scope.child("part").child(part),
                    Shaping.slice(queries, 3, part * ofQueries, ofQueries),
                    Shaping.slice(keys, 3, part * ofKeys, ofKeys))));
        }
    }
}
