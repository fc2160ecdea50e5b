package io.sparkformer.jobs.report;

import java.util.Locale;

/** Text for a page. */
final class Html {
    private Html() {}

    /** Text that says in a page, and in an attribute, what it says here. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** A cell of a table that shows a share as a bar and in figures. */
    static String barCell(double share) {
        return String.format(
                Locale.ROOT,
                "<td><span class=\"bar\"><i style=\"width:%.1f%%\"></i></span>%s</td>",
                100 * share,
                Numbers.percent(share));
    }
}
