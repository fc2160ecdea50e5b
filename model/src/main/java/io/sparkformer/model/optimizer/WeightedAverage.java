package io.sparkformer.model.optimizer;

import java.util.Arrays;
import java.util.List;

/** The weighted mean of the workers' arrays, the same bits whoever computes it. */
public final class WeightedAverage {
    /** Elements summed at a time, so that the sums stay in the cache; has no influence on the result. */
    private static final int BLOCK = 4096;

    private WeightedAverage() {}

    /**
     * Adds in the order of the list in double precision and rounds once. The mean of equal values is that value.
     *
     * @param values one array per worker, of equal lengths
     * @param weights one weight per worker, finite, none negative, not all 0; an array of weight 0 has no influence
     * @throws IllegalArgumentException if weights or lengths are otherwise
     */
    public static float[] of(List<float[]> values, double[] weights) {
        double total = total(values, weights);
        float[] average = new float[values.get(0).length];
        double[] sums = new double[BLOCK];
        for (int from = 0; from < average.length; from += Math.min(BLOCK, average.length - from)) {
            int count = Math.min(BLOCK, average.length - from);
            Arrays.fill(sums, -0.0); // which the mean of negative zeros is, too: equal values keep all their bits
            for (int worker = 0; worker < weights.length; worker++) {
                if (weights[worker] != 0) {
                    add(values.get(worker), from, count, weights[worker], sums);
                }
            }
            for (int i = 0; i < count; i++) {
                average[from + i] = (float) (sums[i] / total);
            }
        }
        return average;
    }

    private static void add(float[] values, int from, int count, double weight, double[] sums) {
        for (int i = 0; i < count; i++) {
            sums[i] += weight * values[from + i];
        }
    }

    private static double total(List<float[]> values, double[] weights) {
        if (values.size() != weights.length) {
            throw new IllegalArgumentException(values.size() + " arrays with " + weights.length + " weights");
        }
        double total = 0;
        for (int worker = 0; worker < weights.length; worker++) {
            Checks.notNegative("weight of worker " + worker, weights[worker]);
            Checks.sameLength("worker " + worker, values.get(worker), values.get(0).length);
            total += weights[worker];
        }
        if (!(total > 0)) {
            throw new IllegalArgumentException("the workers' weights add up to " + total + ": nothing to average");
        }
        return total;
    }
}
