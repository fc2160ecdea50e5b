package io.sparkformer.jobs.report;

import java.util.List;

/**
 * Curves over one axis.
 *
 * @param title for instance {@code Loss}
 * @param horizontalAxis for instance {@code step}
 * @param unit how the values of the vertical axis are written
 * @param series the curves, at most four
 */
public record Chart(String title, String horizontalAxis, Unit unit, List<Series> series) {
    /** Copies the list. */
    public Chart {
        series = List.copyOf(series);
    }

    /** How values are written. */
    public enum Unit {
        /** As they are. */
        NUMBER,
        /** A share of 1, as per cent. */
        PERCENT
    }

    /**
     * One curve.
     *
     * @param name in the legend
     * @param points in the order of x; those that are not finite are left out
     * @param faint whether it stands behind the others, for raw values behind their smoothed curve
     */
    public record Series(String name, List<Point> points, boolean faint) {
        /** Leaves out what is not finite. */
        public Series {
            points = points.stream()
                    .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                    .toList();
        }
    }

    /**
     * One point of a curve.
     *
     * @param x along the horizontal axis
     * @param y along the vertical axis
     */
    public record Point(double x, double y) {}
}
