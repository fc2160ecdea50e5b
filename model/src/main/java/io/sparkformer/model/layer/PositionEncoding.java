package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;

/** What tells tokens where they stand, by being added to their embeddings. */
public sealed interface PositionEncoding {
    /**
     * Adds it.
     *
     * @param scope of a table, where one is learned
     * @param x [B, T, D]
     * @return [B, T, D]
     */
    Tensor addTo(Scope scope, Tensor x);

    /**
     * The same for tokens that do not stand at the first places in their order.
     *
     * @param places where each stands, [B, T], integers from 0 on
     * @param bound one more than the largest
     */
    default Tensor addAt(Scope scope, Tensor x, Tensor places, int bound) {
        throw new IllegalArgumentException(
                getClass().getSimpleName() + " has positions for whole sequences only, not for tokens that follow");
    }

    /** Nothing: without a mask that knows an order, the model sees a set of tokens. */
    record None() implements PositionEncoding {
        @Override
        public Tensor addTo(Scope scope, Tensor x) {
            return x;
        }

        @Override
        public Tensor addAt(Scope scope, Tensor x, Tensor places, int bound) {
            return x;
        }
    }

    /**
     * A learned vector for each place (Gehring et al. 2017; BERT, GPT).
     *
     * @param longest P, rows of the table
     * @param offset row of the first token: 2 in RoBERTa, whose first two rows are never used
     * @param deviation with which the table starts
     */
    record Learned(int longest, int offset, double deviation) implements PositionEncoding {
        @Override
        public Tensor addTo(Scope scope, Tensor x) {
            long tokens = x.dimension(1);
            Tensor table = table(scope, x, tokens);
            return Arithmetic.add(x, Shaping.slice(table, 0, offset, tokens));
        }

        @Override
        public Tensor addAt(Scope scope, Tensor x, Tensor places, int bound) {
            Tensor table = table(scope, x, bound);
            Tensor rows = offset == 0 ? table : Shaping.slice(table, 0, offset, longest - offset);
            return Arithmetic.add(x, Composites.embedding(rows, places));
        }

        /** [P, D]. */
        private Tensor table(Scope scope, Tensor x, long tokens) {
            if (tokens + offset > longest) {
                throw new IllegalArgumentException(
                        "texts of " + tokens + " tokens: the table of positions has room for " + (longest - offset)
                                + "; prepare shorter texts, or set model.positions higher");
            }
            return scope.undecayed("weight", Initializer.normal(deviation), longest, x.dimension(2));
        }
    }

    /**
     * Sines and cosines of wavelengths from 2 pi to 10000 * 2 pi (Vaswani et al. 2017, section 3.5).
     *
     * @param arrangement of the channels
     */
    record Sinusoidal(Sinusoids.Arrangement arrangement) implements PositionEncoding {
        @Override
        public Tensor addTo(Scope scope, Tensor x) {
            return Arithmetic.add(x, table(x, Math.toIntExact(x.dimension(1))));
        }

        @Override
        public Tensor addAt(Scope scope, Tensor x, Tensor places, int bound) {
            return Arithmetic.add(x, Composites.embedding(table(x, bound), places));
        }

        /** [tokens, D]. */
        private Tensor table(Tensor x, int tokens) {
            int width = Math.toIntExact(x.dimension(2));
            double[][] rows = new double[tokens][];
            Arrays.setAll(rows, position -> Sinusoids.row(position, width, arrangement));
            String name = "sinusoids " + arrangement + " " + tokens + " " + width;
            return ConstantTable.of(x, name, Sinusoids.flat(rows), tokens, width);
        }
    }

    /**
     * The same for the places of a grid, row by row: the first half of the channels tells the row, the second the column
     * (Parmar et al. 2018, section 3.1).
     *
     * @param columns of the grid, a divisor of the number of tokens
     * @param arrangement of the channels within each half
     */
    record Sinusoidal2D(int columns, Sinusoids.Arrangement arrangement) implements PositionEncoding {
        @Override
        public Tensor addTo(Scope scope, Tensor x) {
            int tokens = Math.toIntExact(x.dimension(1));
            int width = Math.toIntExact(x.dimension(2));
            if (columns < 1 || tokens % columns != 0 || width % 2 != 0) {
                throw new IllegalArgumentException("positions on a grid of " + columns + " columns for " + x
                        + ": the columns must divide the tokens, and 2 the width");
            }
            double[][] rows = new double[tokens][];
            Arrays.setAll(rows, token -> Sinusoids.place(token / columns, token % columns, width, arrangement));
            String name = "sinusoids " + arrangement + " " + tokens + " by " + columns + " " + width;
            return Arithmetic.add(x, ConstantTable.of(x, name, Sinusoids.flat(rows), tokens, width));
        }
    }
}
