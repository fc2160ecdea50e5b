package io.sparkformer.jobs.arena;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Accuracy over speed, with memory as the bubble's area, as papers on efficient attention show it.
 *
 * @param bubbles at least one
 */
record BubbleChart(List<Bubble> bubbles) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int MARGIN = 70;
    private static final int LARGEST = 34;
    private static final String[] COLOURS = {
        "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7", "#9c755f", "#bab0ac"
    };

    /**
     * An attention.
     *
     * @param name of it
     * @param speed steps per second at the longest length that was timed
     * @param accuracy mean over tasks and seeds
     * @param memory in megabytes, at that length
     */
    record Bubble(String name, double speed, double accuracy, double memory) {}

    /** The chart as a file of its own. */
    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        axes(svg);
        double most = bubbles.stream().mapToDouble(Bubble::memory).max().orElseThrow();
        for (int i = 0; i < bubbles.size(); i++) {
            Bubble bubble = bubbles.get(i);
            double radius = LARGEST * Math.sqrt(bubble.memory() / most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" fill-opacity=\"0.6\"><title>%s: %.3g steps"
                            + " per second, %.1f %%, %.0f MB</title></circle>%n"
                            + "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                    x(bubble),
                    y(bubble),
                    radius,
                    COLOURS[i % COLOURS.length],
                    bubble.name(),
                    bubble.speed(),
                    100 * bubble.accuracy(),
                    bubble.memory(),
                    x(bubble) + radius + 3,
                    y(bubble) + 4,
                    bubble.name()));
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        String corner = "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n";
        int bottom = HEIGHT - MARGIN / 2;
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#888\"/>%n",
                MARGIN,
                MARGIN / 2,
                HEIGHT - MARGIN,
                WIDTH - MARGIN));
        svg.append(String.format(Locale.ROOT, corner, MARGIN, bottom, "start", number(least(Bubble::speed))));
        svg.append(String.format(Locale.ROOT, corner, WIDTH - MARGIN, bottom, "end", number(most(Bubble::speed))));
        svg.append(String.format(
                Locale.ROOT, corner, WIDTH / 2, bottom, "middle", "steps per second, on a scale of logarithms"));
        svg.append(String.format(
                Locale.ROOT, corner, MARGIN - 6, HEIGHT - MARGIN, "end", percent(least(Bubble::accuracy))));
        svg.append(String.format(Locale.ROOT, corner, MARGIN - 6, MARGIN / 2, "end", percent(most(Bubble::accuracy))));
        svg.append(String.format(
                Locale.ROOT, corner, MARGIN, MARGIN / 4, "start", "accuracy; areas are the memory of a step"));
    }

    private double x(Bubble bubble) {
        double low = Math.log(least(Bubble::speed));
        return place(Math.log(bubble.speed()), low, Math.log(most(Bubble::speed)), MARGIN, WIDTH - MARGIN);
    }

    private double y(Bubble bubble) {
        return place(bubble.accuracy(), least(Bubble::accuracy), most(Bubble::accuracy), HEIGHT - MARGIN, MARGIN / 2.0);
    }

    private static double place(double value, double low, double high, double from, double to) {
        return high > low ? from + (value - low) / (high - low) * (to - from) : (from + to) / 2;
    }

    private double least(ToDoubleFunction<Bubble> coordinate) {
        return bubbles.stream().mapToDouble(coordinate).min().orElseThrow();
    }

    private double most(ToDoubleFunction<Bubble> coordinate) {
        return bubbles.stream().mapToDouble(coordinate).max().orElseThrow();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
