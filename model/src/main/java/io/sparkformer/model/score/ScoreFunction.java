package io.sparkformer.model.score;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/** How well a key answers a query. */
public sealed interface ScoreFunction {
    /**
     * The score of every pair.
     *
     * @param scope of its parameters, if it has any
     * @param queries [B, H, n, D_q]
     * @param keys [B, H, m, D_k]
     * @return [B, H, n, m]
     */
    Tensor logits(Scope scope, Tensor queries, Tensor keys);

    /** q k^T (Luong et al. 2015, equation 8); D_q = D_k. */
    record Dot() implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            return MatMul.applyTransposed(queries, keys);
        }
    }

    /** q k^T / sqrt(D_k) (Vaswani et al. 2017, equation 1). */
    record ScaledDot() implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            return Arithmetic.scale(MatMul.applyTransposed(queries, keys), 1 / Math.sqrt((double) keys.dimension(3)));
        }
    }

    /** q W k^T (Luong et al. 2015, "general"); one W [D_q, D_k] for all heads. */
    record General() implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            Tensor weight = Parameters.weight(scope, "weight", queries.dimension(3), keys.dimension(3));
            return MatMul.applyTransposed(queries, Parameters.times(keys, weight));
        }
    }

    /**
     * v^T tanh(W_q q + W_k k) (Bahdanau et al. 2015, appendix A.1.2). Takes B H n m {@code width} numbers.
     *
     * @param width of the hidden layer
     */
    record Additive(int width) implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            Tensor ofQueries = Parameters.weight(scope, "query.weight", width, queries.dimension(3));
            Tensor ofKeys = Parameters.weight(scope, "key.weight", width, keys.dimension(3));
            return Parameters.scored(
                    scope, Parameters.times(queries, ofQueries), Parameters.times(keys, ofKeys), width);
        }
    }

    /**
     * v^T tanh(W [q; k]) (Luong et al. 2015, "concat"), or, with a bias, a network of one hidden layer over both: additive scores with the two
     * matrices side by side in one.
     *
     * @param width of the hidden layer
     * @param bias whether b is added within the tanh
     */
    record Concatenated(int width, boolean bias) implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            long queryWidth = queries.dimension(3);
            long keyWidth = keys.dimension(3);
            Tensor weight = Parameters.weight(scope, "weight", width, queryWidth + keyWidth);
            Tensor hidden = Parameters.times(queries, Shaping.slice(weight, 1, 0, queryWidth));
            if (bias) {
                hidden = Arithmetic.add(hidden, scope.undecayed("bias", Initializer.zeros(), width));
            }
            Tensor ofKeys = Parameters.times(keys, Shaping.slice(weight, 1, queryWidth, keyWidth));
            return Parameters.scored(scope, hidden, ofKeys, width);
        }
    }

    /**
     * The cosine of the angle between query and key, from -1 to 1, over a temperature: without one the softmax would be nearly flat.
     *
     * @param temperature divides it
     * @param epsilon added to the squares of lengths
     */
    record Cosine(double temperature, double epsilon) implements ScoreFunction {
        /** Refuses what divides by nothing. */
        public Cosine {
            if (!(temperature > 0) || !(epsilon > 0)) {
                throw new IllegalArgumentException(
                        "temperature = " + temperature + ", epsilon = " + epsilon + ": both must be above 0");
            }
        }

        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            return Arithmetic.scale(MatMul.applyTransposed(unit(queries), unit(keys)), 1 / temperature);
        }

        private Tensor unit(Tensor x) {
            Tensor square = Reductions.sum(Arithmetic.square(x), 3); // [B, H, n, 1]
            return Arithmetic.multiply(x, Elementwise.reciprocalRoot(Arithmetic.shift(square, epsilon)));
        }
    }

    /** -|q - k|^2 (Zhang et al. 2020, "grounding"); D_q = D_k. */
    record NegativeSquaredDistance() implements ScoreFunction {
        @Override
        public Tensor logits(Scope scope, Tensor queries, Tensor keys) {
            Tensor ofQueries = Reductions.sum(Arithmetic.square(queries), 3); // [B, H, n, 1]
            Tensor ofKeys = Shaping.permute(Reductions.sum(Arithmetic.square(keys), 3), 0, 1, 3, 2); // [B, H, 1, m]
            Tensor twice = Arithmetic.scale(MatMul.applyTransposed(queries, keys), 2);
            return Arithmetic.subtract(Arithmetic.subtract(twice, ofQueries), ofKeys);
        }
    }

    /** What several of them are made of. */
    final class Parameters {
        private Parameters() {}

        /** [outputs, inputs], as checkpoints have it. */
        static Tensor weight(Scope scope, String name, long outputs, long inputs) {
            return scope.weight(name, Initializer.xavierUniform(inputs, outputs), outputs, inputs);
        }

        /** x [B, H, n, I] times the transpose of W [O, I]. */
        static Tensor times(Tensor x, Tensor weight) {
            long inputs = x.dimension(3);
            Tensor product = MatMul.applyTransposed(Shaping.reshape(x, x.length() / inputs, inputs), weight);
            return Shaping.reshape(product, x.dimension(0), x.dimension(1), x.dimension(2), weight.dimension(0));
        }

        /** v^T tanh(a + b) of every pair of rows of a [B, H, n, width] and b [B, H, m, width]. */
        static Tensor scored(Scope scope, Tensor a, Tensor b, int width) {
            long batch = a.dimension(0);
            long heads = a.dimension(1);
            long queries = a.dimension(2);
            long keys = b.dimension(2);
            Tensor each = Shaping.reshape(a, batch * heads, queries, 1, width);
            Tensor all = Shaping.reshape(b, batch * heads, 1, keys, width);
            Tensor hidden = Activations.tanh(Arithmetic.add(each, all)); // [B H, n, m, width]
            Tensor vector = scope.weight("vector", Initializer.xavierUniform(width, 1), 1, width);
            Tensor scores =
                    MatMul.applyTransposed(Shaping.reshape(hidden, batch * heads * queries * keys, width), vector);
            return Shaping.reshape(scores, batch, heads, queries, keys);
        }
    }
}
