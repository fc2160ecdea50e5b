package io.sparkformer.model.optimizer;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The sum of weighted arrays in double precision, one array after the other, and their mean, rounded once. The order of
 * the calls is the order of the sum; whoever adds the same arrays in the same order gets the same bits.
 */
public final class WeightedSum {
    /** Elements of a buffer taken over at a time, so that they stay in the cache; has no influence on the result. */
    private static final int STRETCH = 4096;

    private final double[] sums;
    private final float[] stretch;
    private int count;
    private double total;

    /** For arrays of up to {@code capacity} elements. */
    public WeightedSum(int capacity) {
        this.sums = new double[capacity];
        this.stretch = new float[Math.min(STRETCH, capacity)];
    }

    /** Begins a sum of arrays of {@code count} elements. */
    public void begin(int count) {
        Arrays.fill(sums, 0, count, -0.0); // which the mean of negative zeros is, too: equal values keep all their bits
        this.count = count;
        this.total = 0;
    }

    /**
     * Adds an array.
     *
     * @param values the elements from {@code from} on
     * @param weight finite, not negative; what has weight 0 has no influence
     */
    public void add(float[] values, int from, double weight) {
        if (counts(weight)) {
            for (int i = 0; i < count; i++) {
                sums[i] += weight * values[from + i];
            }
        }
    }

    /**
     * Adds the next elements of a buffer.
     *
     * @param weight finite, not negative; what has weight 0 has no influence, and its buffer is not read
     */
    public void add(FloatBuffer values, double weight) {
        if (counts(weight)) {
            for (int from = 0; from < count; from += STRETCH) {
                int length = Math.min(STRETCH, count - from);
                values.get(stretch, 0, length);
                for (int i = 0; i < length; i++) {
                    sums[from + i] += weight * stretch[i];
                }
            }
        }
    }

    private boolean counts(double weight) {
        Checks.notNegative("weight", weight);
        total += weight;
        return weight != 0;
    }

    /**
     * The mean of what was added.
     *
     * @param target its elements from {@code from} on are written
     * @throws IllegalArgumentException if the weights add up to nothing
     */
    public void mean(float[] target, int from) {
        requireWeight();
        for (int i = 0; i < count; i++) {
            target[from + i] = (float) (sums[i] / total);
        }
    }

    /**
     * The mean of what was added as differences to {@code start}: start + mean, rounded once.
     *
     * @param target its first elements are written
     * @throws IllegalArgumentException if the weights add up to nothing
     */
    public void meanFrom(float[] start, float[] target) {
        requireWeight();
        for (int i = 0; i < count; i++) {
            target[i] = (float) (start[i] + sums[i] / total);
        }
    }

    private void requireWeight() {
        if (!(total > 0)) {
            throw new IllegalArgumentException("the workers' weights add up to " + total + ": nothing to average");
        }
    }
}
