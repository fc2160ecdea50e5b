package io.sparkformer.model.graph;

import io.sparkformer.model.random.CounterRandom;

/** Of which numbers a graph's random inputs are. */
public sealed interface Distribution {
    /** Standard normal. */
    Distribution NORMAL = new Normal();

    /** Standard Gumbel. */
    Distribution GUMBEL = new Gumbel();

    /** Draws {@code count} numbers, a pure function of the key, to the places from {@code from} on. */
    void draw(long key, float[] values, int from, int count);

    /**
     * What multiplies an activation that is dropped: 0 with probability {@code rate}, else 1 / (1 - rate) (Srivastava et al. 2014).
     *
     * @param rate in [0, 1)
     */
    record Dropout(double rate) implements Distribution {
        @Override
        public void draw(long key, float[] values, int from, int count) {
            float kept = (float) (1 / (1 - rate));
            for (int i = 0; i < count; i++) {
                values[from + i] = CounterRandom.uniform(key, i) < rate ? 0 : kept;
            }
        }
    }

    /** See {@link #NORMAL}. */
    record Normal() implements Distribution {
        @Override
        public void draw(long key, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                values[from + i] = (float) CounterRandom.gaussian(key, i);
            }
        }
    }

    /**
     * See {@link #GUMBEL}: the largest of logits to which such draws are added is a draw of their softmax (Gumbel 1954).
     */
    record Gumbel() implements Distribution {
        @Override
        public void draw(long key, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                double inside = ((CounterRandom.bits(key, i) >>> 12) + 0.5) * 0x1p-52; // both logarithms are finite
                values[from + i] = (float) -StrictMath.log(-StrictMath.log(inside));
            }
        }
    }
}
