package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.report.Numbers;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number that a measurement came to.
 *
 * @param key in the summary
 * @param name as a person reads it
 * @param value null where it is not defined
 * @param style how it is written
 */
record Figure(String key, String name, @Nullable Double value, Style style) {
    /** How a number is written. */
    enum Style {
        /** On the page as per cent. */
        SHARE,
        /** With four digits behind the point. */
        FINE,
        /** With two. */
        COARSE
    }

    static Figure share(String key, String name, @Nullable Double value) {
        return new Figure(key, name, value, Style.SHARE);
    }

    static Figure fine(String key, String name, @Nullable Double value) {
        return new Figure(key, name, value, Style.FINE);
    }

    /** For the report. */
    Fact fact() {
        return new Fact(name, value != null && style == Style.SHARE ? Numbers.percent(value) : digits());
    }

    /** For a line: {@code top-1 0.9123}. */
    String words() {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + " " + digits();
    }

    private String digits() {
        return value == null ? "none" : String.format(Locale.ROOT, style == Style.COARSE ? "%.2f" : "%.4f", value);
    }
}
