package io.sparkformer.jobs.evaluate;

import java.util.Arrays;

/**
 * Average precision of one class: sum_n (R_n - R_(n-1)) P_n over the thresholds n at which samples are taken for members of
 * the class, the highest first, with recall R_n and precision P_n; nothing is interpolated. Samples of equal score pass a
 * threshold together, so that their order does not matter (the definition of scikit-learn's average_precision_score).
 */
final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * A sample's score and truth in one number, which orders by score.
     *
     * @param score a probability, from 0 to 1
     * @param applies whether the class is true of the sample
     */
    static int packed(float score, boolean applies) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score " + score + " is no probability");
        }
        // The bits of a float of at least 0 order as the float does; those up to 1 leave the sign and one more bit
        // free.
        return Float.floatToIntBits(score + 0f) << 1 | (applies ? 1 : 0);
    }

    /** How many of the samples the class is true of. */
    static long positives(int[] packed) {
        return Arrays.stream(packed).filter(sample -> (sample & 1) == 1).count();
    }

    /**
     * The average precision; NaN where the class is true of no sample.
     *
     * @param packed the samples as {@link #packed} makes them, in any order
     */
    static double of(int[] packed) {
        int[] sorted = packed.clone();
        Arrays.sort(sorted);
        long positives = positives(sorted);
        long taken = 0;
        long right = 0;
        double sum = 0;
        for (int i = sorted.length - 1; i >= 0; ) {
            int score = sorted[i] >> 1;
            long rightBefore = right;
            for (; i >= 0 && sorted[i] >> 1 == score; i--) {
                taken++;
                right += sorted[i] & 1;
            }
            sum += (double) (right - rightBefore) * right / taken;
        }
        return sum / positives;
    }
}
