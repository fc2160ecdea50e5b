package io.sparkformer.jobs.report;

import java.util.Locale;

/** The part of a report about classes that do not exclude each other: one row for each. */
final class AveragePrecisionSection {
    private AveragePrecisionSection() {}

    /** The section's HTML. */
    static String of(AveragePrecisionTable table) {
        StringBuilder html = new StringBuilder(
                "<h2>Classes</h2>\n<div class=\"scroll\"><table class=\"classes\"><thead>"
                        + "<tr><th>class</th><th class=\"number\">samples</th><th>average precision</th></tr></thead><tbody>");
        for (AveragePrecisionTable.Row row : table.rows()) {
            html.append("<tr><td>").append(Html.escape(row.name())).append("</td><td class=\"number\">");
            html.append(String.format(Locale.ROOT, "%,d", row.samples())).append("</td>");
            html.append(row.averagePrecision() == null ? "<td>none</td>" : Html.barCell(row.averagePrecision()));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
