package io.sparkformer.jobs.report;

import io.sparkformer.jobs.config.Redaction;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One HTML page that needs nothing else: it can be mailed, archived and opened without a network. */
public final class HtmlReport {
    /** The file's name in a job's output directory. */
    public static final String FILE = "report.html";

    private static final int LONG_VALUE = 14;

    private HtmlReport() {}

    /** The page in UTF-8. */
    public static byte[] toBytes(ReportContent content) {
        return render(content).getBytes(StandardCharsets.UTF_8);
    }

    /** The page. All text in {@code content} is escaped, and has no secrets any more. */
    public static String render(ReportContent content) {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<title>").append(text(content.title())).append("</title>\n");
        html.append("<style>\n").append(ReportStyle.CSS).append("</style>\n</head>\n<body>\n<main>\n");
        html.append("<header><h1>").append(text(content.title())).append("</h1>\n<p>");
        html.append(text(content.subtitle())).append("</p></header>\n");
        html.append(facts(content)).append(charts(content));
        html.append(classes(content.classes()));
        html.append("<h2>Configuration</h2>\n<details><summary>Every key with its value</summary>\n<pre>");
        html.append(text(content.configurationJson())).append("</pre></details>\n");
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String text(String text) {
        return Html.escape(Redaction.ofText(text));
    }

    private static String classes(@Nullable ClassResults classes) {
        if (classes instanceof ClassificationTable table) {
            return ClassificationSection.of(table);
        }
        if (classes instanceof EntityTable table) {
            return EntitySection.of(table);
        }
        return classes instanceof AveragePrecisionTable table ? AveragePrecisionSection.of(table) : "";
    }

    private static String facts(ReportContent content) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        for (Fact fact : content.facts()) {
            html.append(fact.value().length() > LONG_VALUE ? "<div class=\"long\"><dt>" : "<div><dt>")
                    .append(Html.escape(fact.name()))
                    .append("</dt><dd>");
            html.append(text(fact.value())).append("</dd></div>\n");
        }
        return html.append("</dl>\n").toString();
    }

    private static String charts(ReportContent content) {
        StringBuilder figures = new StringBuilder();
        content.charts().forEach(chart -> figures.append(SvgChart.figure(chart)));
        return figures.isEmpty() ? "" : "<h2>Curves</h2>\n<div class=\"charts\">\n" + figures + "</div>\n";
    }
}
