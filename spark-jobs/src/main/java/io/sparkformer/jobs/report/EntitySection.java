package io.sparkformer.jobs.report;

import java.util.Locale;

/** The part of a report about entities: one row for each type, and the tags behind them. */
final class EntitySection {
    private EntitySection() {}

    /** The section's HTML. */
    static String of(EntityTable table) {
        StringBuilder html =
                new StringBuilder("<h2>Entities</h2>\n<div class=\"scroll\"><table class=\"classes\"><thead>"
                        + "<tr><th>type</th><th class=\"number\">entities</th><th>recall</th><th>precision</th><th>F1</th></tr>"
                        + "</thead><tbody>");
        for (EntityTable.Row row : table.rows()) {
            html.append("<tr><td>").append(Html.escape(row.type())).append("</td><td class=\"number\">");
            html.append(String.format(Locale.ROOT, "%,d", row.entities()))
                    .append("</td>")
                    .append(Html.barCell(row.recall()))
                    .append(Html.barCell(row.precision()))
                    .append(Html.barCell(row.f1()))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n") + ClassificationSection.of(table.tags());
    }
}
