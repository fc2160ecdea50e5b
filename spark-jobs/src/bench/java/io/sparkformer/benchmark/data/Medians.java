package io.sparkformer.benchmark.data;

import java.util.Arrays;

/** Medians of what was measured. */
public final class Medians {
    private Medians() {}

    /** The median; not a number if there is nothing. */
    public static double of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
