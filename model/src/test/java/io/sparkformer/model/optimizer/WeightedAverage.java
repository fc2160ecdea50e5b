package io.sparkformer.model.optimizer;

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
        check(values, weights);
        float[] average = new float[values.get(0).length];
        WeightedSum sum = new WeightedSum(Math.min(BLOCK, average.length));
        for (int from = 0; from < average.length; from += Math.min(BLOCK, average.length - from)) {
            sum.begin(Math.min(BLOCK, average.length - from));
            for (int worker = 0; worker < weights.length; worker++) {
                sum.add(values.get(worker), from, weights[worker]);
            }
            sum.mean(average, from);
        }
        return average;
    }

    private static void check(List<float[]> values, double[] weights) {
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
    }
}
