package io.sparkformer.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a result as a Markdown table that is aligned for terminals too. */
public final class ResultTable {
    private static final List<Column> COLUMNS = List.of(
            new Column("model", Row::model),
            new Column("batch", row -> Integer.toString(row.batch())),
            new Column("engine", row -> row.contender().engine()),
            new Column("type", row -> row.contender().precision().label()),
            new Column("replicas x threads", row -> row.contender().division()),
            new Column("ms", row -> number(row.measurement().stepMillis(), 1)),
            new Column("/ floor", row -> number(row.toFloor(), 2)),
            new Column("/ PyTorch", row -> number(row.toPytorch(), 2)),
            new Column("cpu ms", row -> number(row.measurement().stepCpuMillis(), 1)),
            new Column("/ PyTorch", row -> number(row.cpuToPytorch(), 2)),
            new Column("forward ms", row -> number(row.measurement().forwardMillis(), 1)),
            new Column("/ PyTorch", row -> number(row.forwardToPytorch(), 2)),
            new Column("peak MiB", row -> number(row.measurement().peakMebibytes(), 0)),
            new Column("/ PyTorch", row -> number(row.memoryToPytorch(), 2)),
            new Column("Java MiB/step", row -> number(row.measurement().allocatedMebibytes(), 2)),
            new Column("compile s", row -> number(row.measurement().compileSeconds(), 2)));

    private ResultTable() {}

    /** One column: its title and the text of a line. */
    private record Column(String title, Function<Row, String> text) {}

    /** The table, a line for each row. */
    public static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(COLUMNS.stream().map(Column::title).toList());
        for (Row row : rows) {
            lines.add(COLUMNS.stream().map(column -> column.text().apply(row)).toList());
        }
        int[] widths = new int[COLUMNS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder(formatted(lines.get(0), widths)).append(rule(widths));
        lines.stream().skip(1).forEach(line -> table.append(formatted(line, widths)));
        return table.toString();
    }

    private static String formatted(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            text.append(String.format(
                    Locale.ROOT, isText(i) ? " %-" + widths[i] + "s |" : " %" + widths[i] + "s |", line.get(i)));
        }
        return text.append('\n').toString();
    }

    private static String rule(int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            text.append('-').append("-".repeat(widths[i])).append(isText(i) ? "-|" : ":|");
        }
        return text.append('\n').toString();
    }

    private static boolean isText(int column) {
        return column == 0 || (column >= 2 && column <= 4);
    }

    private static String number(@Nullable Double value, int decimals) {
        return value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
