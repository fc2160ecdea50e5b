package io.sparkformer.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale with round numbers at its marks.
 *
 * @param low the value at its beginning
 * @param high the value at its end, above low
 * @param step the distance of its marks
 */
record Axis(double low, double high, double step) {
    /** An axis that shows all of {@code [low, high]} with about {@code marks} marks; its ends are marks where {@code round}. */
    static Axis of(double low, double high, int marks, boolean round) {
        double width = high - low;
        if (!(width > Math.abs(high) * 1e-9)) {
            double half = low == 0 ? 1 : Math.abs(low) * 0.1;
            return of(low - half, high + half, marks, round);
        }
        double step = roundStep(width / marks);
        return round
                ? new Axis(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, step)
                : new Axis(low, high, step);
    }

    /** 1, 2 or 5 times a power of ten, at least {@code least}. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double digits = least / power;
        if (digits <= 1.0000001) {
            return power;
        }
        return power * (digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }

    /** The marks within the axis. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** Where a value lies: 0 at the beginning, 1 at the end. */
    double position(double value) {
        return (value - low) / (high - low);
    }
}
