package io.sparkformer.model.optimizer;

/** Sums of squares in double, so that no float overflows them and small elements keep their share. */
final class Squares {
    private Squares() {}

    /** Eight sums side by side, which a processor adds at once, then their sum. */
    static double sum(float[] values, int from, int to) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        double sum4 = 0;
        double sum5 = 0;
        double sum6 = 0;
        double sum7 = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            sum0 += square(values[i]);
            sum1 += square(values[i + 1]);
            sum2 += square(values[i + 2]);
            sum3 += square(values[i + 3]);
            sum4 += square(values[i + 4]);
            sum5 += square(values[i + 5]);
            sum6 += square(values[i + 6]);
            sum7 += square(values[i + 7]);
        }
        double rest = 0;
        for (; i < to; i++) {
            rest += square(values[i]);
        }
        return sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7 + rest;
    }

    private static double square(double value) {
        return value * value;
    }
}
