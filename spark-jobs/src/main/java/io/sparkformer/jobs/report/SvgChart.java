package io.sparkformer.jobs.report;

import io.sparkformer.jobs.report.Chart.Point;
import io.sparkformer.jobs.report.Chart.Series;
import io.sparkformer.jobs.report.Chart.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a chart as SVG whose colours come from the page's style. */
final class SvgChart {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 250;
    private static final double LEFT = 54;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 36;
    /** More points than this are thinned out; a page of many megabytes helps nobody. */
    private static final int MOST_POINTS = 800;

    private static final int MOST_DOTS = 40;

    private final Chart chart;
    private final Axis horizontal;
    private final Axis vertical;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.horizontal = axis(Point::x, 6, false);
        this.vertical = axis(Point::y, 5, true);
    }

    /** The chart as a figure with its title and legend; empty when no curve has two points. */
    static String figure(Chart chart) {
        return chart.series().stream().noneMatch(series -> series.points().size() > 1)
                ? ""
                : new SvgChart(chart).figure();
    }

    private Axis axis(ToDoubleFunction<Point> coordinate, int marks, boolean round) {
        double[] values = chart.series().stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(coordinate)
                .toArray();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        // Positive numbers that begin near 0 are read more easily with the 0 in sight.
        if (low > 0 && low < 0.4 * high) {
            low = 0;
        }
        Axis axis = Axis.of(low, high, marks, round);
        return round && chart.unit() == Unit.PERCENT && axis.high() > 1 ? new Axis(axis.low(), 1, axis.step()) : axis;
    }

    private String figure() {
        svg.append("<figure class=\"chart\"><figcaption>").append(Html.escape(chart.title()));
        svg.append("</figcaption>").append(legend());
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.escape(chart.title())));
        drawAxes();
        for (int i = 0; i < chart.series().size(); i++) {
            draw(chart.series().get(i), colour(i));
        }
        return svg.append("</svg></figure>\n").toString();
    }

    private String legend() {
        if (chart.series().size() < 2) {
            return "";
        }
        StringBuilder legend = new StringBuilder("<div class=\"legend\">");
        for (int i = 0; i < chart.series().size(); i++) {
            Series series = chart.series().get(i);
            if (!series.points().isEmpty()) {
                legend.append("<span class=\"").append(colour(i)).append(series.faint() ? " faint" : "");
                legend.append("\"><i></i>").append(Html.escape(series.name())).append("</span>");
            }
        }
        return legend.append("</div>").toString();
    }

    /** A faint series has the colour of the next, which it stands behind. */
    private String colour(int index) {
        long before = chart.series().subList(0, index).stream()
                .filter(series -> !series.faint())
                .count();
        return "c" + before % 4;
    }

    private void drawAxes() {
        for (double mark : vertical.marks()) {
            double y = y(mark);
            line("grid", LEFT, y, WIDTH - RIGHT, y);
            text("end", LEFT - 8, y + 4, label(mark));
        }
        for (double mark : horizontal.marks()) {
            double x = x(mark);
            line("tick", x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 4);
            text("middle", x, HEIGHT - BOTTOM + 17, Numbers.compact(mark));
        }
        line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        text("end", WIDTH - RIGHT, HEIGHT - 4, chart.horizontalAxis());
    }

    private void draw(Series series, String colour) {
        StringBuilder path = new StringBuilder();
        for (Point point : thinned(series.points())) {
            path.append(
                    String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point.x()), y(point.y())));
        }
        String style = colour + (series.faint() ? " faint" : "");
        svg.append("<path class=\"curve ")
                .append(style)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
        boolean dots = !series.faint() && series.points().size() <= MOST_DOTS;
        for (Point point : dots ? series.points() : lastOf(series)) {
            dot(point, series, style);
        }
    }

    private static List<Point> lastOf(Series series) {
        List<Point> points = series.points();
        return series.faint() || points.isEmpty() ? List.of() : points.subList(points.size() - 1, points.size());
    }

    private void dot(Point point, Series series, String style) {
        String explanation = series.name() + ": " + label(point.y()) + " at " + chart.horizontalAxis() + " "
                + Numbers.compact(point.x());
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>",
                style,
                x(point.x()),
                y(point.y()),
                Html.escape(explanation)));
    }

    /** Of every stretch of points the lowest and the highest, so that no peak is lost. */
    private static List<Point> thinned(List<Point> points) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        List<Point> kept = new ArrayList<>();
        int stretch = (points.size() * 2 + MOST_POINTS - 1) / MOST_POINTS;
        for (int start = 0; start < points.size(); start += stretch) {
            List<Point> part = points.subList(start, Math.min(points.size(), start + stretch));
            Point lowest = part.get(0);
            Point highest = part.get(0);
            for (Point point : part) {
                lowest = point.y() < lowest.y() ? point : lowest;
                highest = point.y() > highest.y() ? point : highest;
            }
            kept.add(lowest.x() <= highest.x() ? lowest : highest);
            kept.add(lowest.x() <= highest.x() ? highest : lowest);
        }
        return kept;
    }

    private String label(double value) {
        return chart.unit() == Unit.PERCENT ? Numbers.compact(100 * value) + " %" : Numbers.compact(value);
    }

    private double x(double value) {
        return LEFT + horizontal.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - vertical.position(value) * (HEIGHT - BOTTOM - TOP);
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private void text(String anchor, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                anchor,
                x,
                y,
                Html.escape(text)));
    }
}
