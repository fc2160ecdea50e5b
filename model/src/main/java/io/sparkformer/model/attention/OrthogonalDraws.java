package io.sparkformer.model.attention;

import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;

/**
 * Vectors each of which is normally distributed, and orthogonal to the others of its block of as many as there are dimensions
 * (Choromanski et al. 2021, section 2.4).
 */
final class OrthogonalDraws {
    private static final int DIRECTION = 0;
    private static final int LENGTH = 1;

    private OrthogonalDraws() {}

    /** {@code count} rows of {@code width} numbers, a pure function of the seed. */
    static double[] of(int count, int width, long seed) {
        double[] rows = new double[count * width];
        for (int row = 0; row < count; row++) {
            double[] direction = direction(rows, row, gaussian(seed, DIRECTION, row, width));
            double[] drawn = gaussian(seed, LENGTH, row, width);
            double scale = Math.sqrt(dot(drawn, drawn) / dot(direction, direction));
            for (int i = 0; i < width; i++) {
                rows[row * width + i] = scale * direction[i];
            }
        }
        return rows;
    }

    private static double[] gaussian(long seed, int purpose, int row, int width) {
        long key = CounterRandom.key(seed, purpose, row);
        double[] values = new double[width];
        Arrays.setAll(values, i -> CounterRandom.gaussian(key, i));
        return values;
    }

    /** What of a draw is orthogonal to the rows before it in its block, by Gram and Schmidt. */
    private static double[] direction(double[] rows, int row, double[] drawn) {
        int width = drawn.length;
        for (int other = row / width * width; other < row; other++) {
            double[] known = Arrays.copyOfRange(rows, other * width, (other + 1) * width);
            double share = dot(drawn, known) / dot(known, known);
            for (int i = 0; i < width; i++) {
                drawn[i] -= share * known[i];
            }
        }
        return drawn;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
