package io.sparkformer.jobs.inspect;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Plain text in columns: a person reads it, and so does awk. */
final class Page {
    private static final int KEY_WIDTH = 22;

    private final PrintStream out;

    Page(PrintStream out) {
        this.out = out;
    }

    /** A heading. */
    void heading(String text) {
        out.println();
        out.println(text);
    }

    /** Text as it is. */
    void line(String text) {
        out.println(text);
    }

    /** A line of a name and a value. */
    void value(String name, Object value) {
        out.println(pad(name, KEY_WIDTH) + " " + value);
    }

    /** A table; columns of which every cell is a number stand to the right. */
    void table(List<String> header, List<? extends List<?>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header);
        for (List<?> row : rows) {
            lines.add(row.stream().map(String::valueOf).toList());
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                boolean number = column > 0 && isNumeric(rows, column);
                String cell = line.get(column);
                int width = width(lines, column);
                text.append(column == 0 ? "" : "  ");
                text.append(number ? " ".repeat(width - cell.length()) + cell : pad(cell, width));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static boolean isNumeric(List<? extends List<?>> rows, int column) {
        return rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
