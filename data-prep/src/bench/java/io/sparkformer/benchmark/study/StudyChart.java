package io.sparkformer.benchmark.study;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accuracy over the size of the training set, which stands on a logarithmic axis; bars reach one standard deviation up and
 * down.
 *
 * @param title of the chart
 * @param transformer accuracies by training images
 * @param cnn the same of the other model
 */
record StudyChart(String title, Map<Integer, StudyCell> transformer, Map<Integer, StudyCell> cnn) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 340;
    private static final int LEFT = 50;
    private static final int RIGHT = 20;
    private static final int TOP = 36;
    private static final int BOTTOM = 46;
    private static final double GRID = 0.1;
    private static final String TRANSFORMER_COLOUR = "#1f5fa8";
    private static final String CNN_COLOUR = "#c2571a";

    /** The chart as a file of its own. */
    String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%3$d" y="20" font-size="14">%4$s: top-1 on the test images</text>
                """.formatted(WIDTH, HEIGHT, LEFT, title)
                + grid()
                + sizes()
                + curve(cnn.values(), CNN_COLOUR, "CNN", 0)
                + curve(transformer.values(), TRANSFORMER_COLOUR, "ViT", 1)
                + "</svg>\n";
    }

    private String grid() {
        StringBuilder lines = new StringBuilder();
        for (int line = (int) Math.round(lowest() / GRID); line <= Math.round(highest() / GRID); line++) {
            double y = y(line * GRID);
            lines.append(text(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT, WIDTH - RIGHT, y, y));
            lines.append(
                    text("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>%n", LEFT - 6, y + 4, line * 10));
        }
        return lines.toString();
    }

    private String sizes() {
        String ticks = transformer.keySet().stream()
                .map(samples -> text(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>%n",
                        x(samples), HEIGHT - BOTTOM + 18, samples))
                .collect(Collectors.joining());
        return ticks
                + text(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">training images</text>%n",
                        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8);
    }

    private String curve(Collection<StudyCell> cells, String colour, String label, int place) {
        String points = cells.stream()
                .map(cell -> text("%.1f,%.1f", x(cell.samples()), y(cell.mean())))
                .collect(Collectors.joining(" "));
        StringBuilder curve = new StringBuilder(
                text("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, colour));
        for (StudyCell cell : cells) {
            double x = x(cell.samples());
            curve.append(text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y(cell.mean()), colour));
            curve.append(text(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                    x, x, y(cell.mean() - cell.deviation()), y(cell.mean() + cell.deviation()), colour));
        }
        int y = HEIGHT - BOTTOM - 14 - 18 * place;
        curve.append(text(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                WIDTH - RIGHT, y, colour, label));
        return curve.toString();
    }

    private double x(int samples) {
        double least = Math.log(
                transformer.keySet().stream().mapToInt(Integer::intValue).min().orElse(1));
        double most = Math.log(
                transformer.keySet().stream().mapToInt(Integer::intValue).max().orElse(1));
        double share = most > least ? (Math.log(samples) - least) / (most - least) : 0.5;
        int margin = 24;
        return LEFT + margin + share * (WIDTH - LEFT - RIGHT - 2 * margin);
    }

    private double y(double accuracy) {
        return TOP + (highest() - accuracy) / (highest() - lowest()) * (HEIGHT - TOP - BOTTOM);
    }

    private double lowest() {
        double least =
                all().mapToDouble(cell -> cell.mean() - cell.deviation()).min().orElse(0);
        return Math.floor(least / GRID) * GRID;
    }

    private double highest() {
        double most =
                all().mapToDouble(cell -> cell.mean() + cell.deviation()).max().orElse(1);
        return Math.max(Math.ceil(most / GRID) * GRID, lowest() + GRID);
    }

    private Stream<StudyCell> all() {
        return Stream.concat(transformer.values().stream(), cnn.values().stream());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
