package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** A vector for each place, which is added to the token there, whatever it is. */
    sealed interface OfPlaces extends PositionEncoding {
        /**
         * The vectors of the first places.
         *
         * @param scope of a table, where one is learned
         * @param x gives the width
         * @param places how many
         * @return [places, D]
         */
        Tensor rows(Scope scope, Tensor x, int places);

        @Override
        default Tensor addTo(Scope scope, Tensor x) {
            return Arithmetic.add(x, rows(scope, x, Math.toIntExact(x.dimension(1))));
        }

        @Override
        default Tensor addAt(Scope scope, Tensor x, Tensor places, int bound) {
            return Arithmetic.add(x, Composites.embedding(rows(scope, x, bound), places));
        }
    }

    /**
     * A learned vector for each place (Gehring et al. 2017; BERT, GPT).
     *
     * @param longest P, rows of the table
     * @param offset row of the first token: 2 in RoBERTa, whose first two rows are never used
     * @param deviation with which the table starts
     */
    record Learned(int longest, int offset, double deviation) implements OfPlaces {
        @Override
        public Tensor rows(Scope scope, Tensor x, int places) {
            if (places + offset > longest) {
                throw new IllegalArgumentException(
                        "texts of " + places + " tokens: the table of positions has room for " + (longest - offset)
                                + "; prepare shorter texts, or set model.positions higher");
            }
            Tensor table = scope.undecayed("weight", Initializer.normal(deviation), longest, x.dimension(2)); // [P, D]
            return Shaping.slice(table, 0, offset, places);
        }
    }

    /**
     * Sines and cosines of wavelengths from 2 pi to 10000 * 2 pi (Vaswani et al. 2017, section 3.5).
     *
     * @param arrangement of the channels
     */
    record Sinusoidal(Sinusoids.Arrangement arrangement) implements OfPlaces {
        @Override
        public Tensor rows(Scope scope, Tensor x, int places) {
            int width = Math.toIntExact(x.dimension(2));
            double[][] rows = new double[places][];
            Arrays.setAll(rows, position -> Sinusoids.row(position, width, arrangement));
            String name = "sinusoids " + arrangement + " " + places + " " + width;
            return ConstantTable.of(x, name, Sinusoids.flat(rows), places, width);
        }
    }

    /**
     * Places that are counted anew after so many tokens: those within the segments that a long row is read in (Al-Rfou et al. 2018).
     *
     * @param once those of a segment
     * @param period its length
     */
    record Periodic(OfPlaces once, int period) implements OfPlaces {
        @Override
        public Tensor rows(Scope scope, Tensor x, int places) {
            Tensor segment = once.rows(scope, x, Math.min(places, period));
            if (places <= period) {
                return segment;
            }
            int[] within =
                    IntStream.range(0, places).map(place -> place % period).toArray();
            String name = "places of " + places + " within " + period;
            return Composites.embedding(segment, ConstantTable.integers(x, name, within, places));
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
