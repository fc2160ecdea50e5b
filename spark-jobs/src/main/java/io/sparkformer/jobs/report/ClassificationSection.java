package io.sparkformer.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The part of a report about classes: one row for each, and which were taken for which. */
final class ClassificationSection {
    /** A matrix of more classes than this cannot be read on a page: its largest mistakes are listed instead. */
    private static final int LARGEST_MATRIX = 40;

    private static final int LISTED_MISTAKES = 30;

    private final ClassificationTable table;

    private ClassificationSection(ClassificationTable table) {
        this.table = table;
    }

    /** The section's HTML. */
    static String of(ClassificationTable table) {
        ClassificationSection section = new ClassificationSection(table);
        String confusions = table.classes().size() <= LARGEST_MATRIX ? section.matrix() : section.mistakes();
        return "<h2>Classes</h2>\n<div class=\"scroll\">" + section.perClass() + "</div>\n" + confusions;
    }

    private String perClass() {
        StringBuilder html = new StringBuilder("<table class=\"classes\"><thead><tr><th>class</th>"
                + "<th class=\"number\">samples</th><th>recall</th><th>precision</th><th>F1</th></tr></thead><tbody>");
        for (int i = 0; i < table.classes().size(); i++) {
            html.append("<tr><td>").append(name(i)).append("</td><td class=\"number\">");
            html.append(String.format(Locale.ROOT, "%,d", table.samples(i))).append("</td>");
            html.append(Html.barCell(table.recall(i)))
                    .append(Html.barCell(table.precision(i)))
                    .append(Html.barCell(table.f1(i)))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table>").toString();
    }

    private String matrix() {
        StringBuilder html = new StringBuilder("<h2>Confusion matrix</h2>\n<p>Rows are the true classes, columns the"
                + " answers. The stronger a cell's colour, the larger its share of the row.</p>\n"
                + "<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th></th>");
        for (int answer = 0; answer < table.classes().size(); answer++) {
            html.append("<th class=\"answer\"><span>").append(name(answer)).append("</span></th>");
        }
        html.append("</tr></thead><tbody>");
        for (int truth = 0; truth < table.classes().size(); truth++) {
            html.append("<tr><th>").append(name(truth)).append("</th>");
            for (int answer = 0; answer < table.classes().size(); answer++) {
                html.append(cell(truth, answer));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private String cell(int truth, int answer) {
        long count = table.count(truth, answer);
        double share = count == 0 ? 0 : (double) count / table.samples(truth);
        return String.format(
                Locale.ROOT,
                "<td class=\"%s%s\" style=\"--share:%.3f\" title=\"%s taken for %s: %,d\">%s</td>",
                truth == answer ? "right" : "wrong",
                share > 0.5 ? " strong" : "",
                share,
                name(truth),
                name(answer),
                count,
                count == 0 ? "" : String.format(Locale.ROOT, "%,d", count));
    }

    /** One kind of mistake: {@code truth} was taken for {@code answer}. */
    private record Mistake(int truth, int answer, long count) {}

    private String mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        for (int truth = 0; truth < table.classes().size(); truth++) {
            for (int answer = 0; answer < table.classes().size(); answer++) {
                if (truth != answer && table.count(truth, answer) > 0) {
                    mistakes.add(new Mistake(truth, answer, table.count(truth, answer)));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
        StringBuilder html = new StringBuilder("<h2>Largest mistakes</h2>\n<div class=\"scroll\"><table><thead><tr>"
                + "<th>class</th><th>taken for</th><th class=\"number\">samples</th></tr></thead><tbody>");
        for (Mistake mistake : mistakes.subList(0, Math.min(LISTED_MISTAKES, mistakes.size()))) {
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td class=\"number\">%,d</td></tr>%n",
                    name(mistake.truth()),
                    name(mistake.answer()),
                    mistake.count()));
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private String name(int index) {
        return Html.escape(table.classes().get(index));
    }
}
