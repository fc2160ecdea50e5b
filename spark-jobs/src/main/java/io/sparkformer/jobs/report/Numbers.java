package io.sparkformer.jobs.report;

import java.util.Locale;

/** Numbers as a person reads them. */
public final class Numbers {
    private Numbers() {}

    /** Three digits or so: {@code 0.0123}, {@code 45.7}, {@code 1,234}. */
    public static String compact(double number) {
        double size = Math.abs(number);
        if (!Double.isFinite(number) || number == 0) {
            return number == 0 ? "0" : String.valueOf(number);
        }
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        if (size >= 1) {
            return trimmed(String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", number));
        }
        return size >= 1e-4
                ? trimmed(String.format(Locale.ROOT, size >= 1e-2 ? "%.4f" : "%.5f", number))
                : trimmed(String.format(Locale.ROOT, "%.1e", number));
    }

    /** {@code 4 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        if (whole < 86_400) {
            return whole / 3600 + " h " + whole / 60 % 60 + " min";
        }
        return whole / 86_400 + " d " + whole / 3600 % 24 + " h";
    }

    /** A share as per cent with two digits: {@code 87.25 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String trimmed(String text) {
        String mantissa = text.replaceFirst("e.*", "");
        String exponent = text.substring(mantissa.length());
        return mantissa.contains(".") ? mantissa.replaceFirst("\\.?0+$", "") + exponent : text;
    }
}
