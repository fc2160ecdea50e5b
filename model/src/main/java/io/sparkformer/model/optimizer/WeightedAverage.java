package io.sparkformer.model.optimizer;

import java.util.List;

/** The weighted mean of the workers' arrays, the same bits whoever computes it. */
public final class WeightedAverage {
    private WeightedAverage() {}

    /**
     * Adds in the order of the list in double precision and rounds once.
     *
     * @param values one array per worker, of equal lengths
     * @param weights one weight per worker, not all 0; an array of weight 0 has no influence
     */
    public static float[] of(List<float[]> values, double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        if (!(total > 0)) {
            throw new IllegalArgumentException("the workers' weights add up to " + total + ": nothing to average");
        }
        float[] average = new float[values.get(0).length];
        for (int i = 0; i < average.length; i++) {
            double sum = 0;
            for (int worker = 0; worker < weights.length; worker++) {
                if (weights[worker] != 0) {
                    sum += weights[worker] * values.get(worker)[i];
                }
            }
            average[i] = (float) (sum / total);
        }
        return average;
    }
}
