package io.sparkformer.jobs.report;

import io.sparkformer.data.account.DataCard;
import io.sparkformer.data.account.Example;
import io.sparkformer.data.account.LengthCounts;
import io.sparkformer.jobs.config.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A data card as one HTML page that needs nothing else. Everything that comes of data or configuration is escaped. */
public final class DataCardPage {
    private static final int MOST_ROWS = 200;

    private DataCardPage() {}

    /** The page in UTF-8. */
    public static byte[] toBytes(DataCard card) {
        return render(card).getBytes(StandardCharsets.UTF_8);
    }

    /** The page. */
    public static String render(DataCard card) {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<title>Prepared texts, version ").append(card.version()).append("</title>\n");
        html.append("<style>\n").append(ReportStyle.CSS).append("</style>\n</head>\n<body>\n<main>\n");
        html.append("<header><h1>Prepared texts, version ")
                .append(card.version())
                .append("</h1>\n<p>Sparkformer ");
        html.append(text(card.codeVersion())).append("</p></header>\n");
        html.append(facts(card));
        if (card.unaccounted() > 0) {
            html.append("<p>Not counted below: ")
                    .append(number(card.unaccounted()))
                    .append(" documents of older versions, which had no card.</p>\n");
        }
        html.append(counts("Removed, by filter", "Filter", card.removed()));
        html.append(examples(card.examples()));
        html.append(counts("Rejected, by reason", "Reason", card.rejected()));
        html.append(lengths("Characters of a document", card.characters()));
        html.append(lengths("Tokens of a document", card.tokens()));
        html.append(counts("Languages", "Language", card.languages()));
        html.append(splits(card.splits()));
        html.append(configuration(card.configuration()));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String text(String text) {
        return Html.escape(Redaction.ofText(text));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String facts(DataCard card) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        fact(html, "input files", number(card.inputFiles()));
        fact(html, "bytes", number(card.inputBytes()));
        for (String name : List.of("read", "written", "rejected", "removed", "ignored")) {
            fact(html, name, number(card.counts().getOrDefault(name, 0L)));
        }
        return html.append("</dl>\n").toString();
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
    }

    private static String counts(String title, String column, Map<String, Long> counts) {
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        List<List<String>> rows = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> rows.add(List.of(
                        cell(entry.getKey()),
                        numberCell(entry.getValue()),
                        Html.barCell((double) entry.getValue() / sum))));
        return table(title, List.of(column, "Documents", "Share"), rows);
    }

    private static String cell(String value) {
        return "<td>" + text(value) + "</td>";
    }

    private static String numberCell(long value) {
        return "<td class=\"number\">" + number(value) + "</td>";
    }

    private static String examples(Map<String, List<Example>> examples) {
        List<List<String>> rows = new ArrayList<>();
        examples.forEach((filter, list) -> list.forEach(
                example -> rows.add(List.of(cell(filter), cell(example.source()), cell(example.excerpt())))));
        return table("Examples of what was removed", List.of("Filter", "Source", "Beginning"), rows);
    }

    private static String lengths(String title, List<LengthCounts.Range> ranges) {
        long sum = ranges.stream().mapToLong(LengthCounts.Range::documents).sum();
        List<List<String>> rows = new ArrayList<>();
        for (LengthCounts.Range range : ranges) {
            rows.add(List.of(
                    cell(number(range.from()) + " to " + number(range.to())),
                    numberCell(range.documents()),
                    Html.barCell((double) range.documents() / sum)));
        }
        return table(title, List.of("Range", "Documents", "Share"), rows);
    }

    private static String splits(List<DataCard.Split> splits) {
        List<List<String>> rows = new ArrayList<>();
        for (DataCard.Split split : splits) {
            rows.add(List.of(cell(split.name()), cell(""), numberCell(split.documents()), numberCell(split.samples())));
            split.samplesOfClasses()
                    .forEach((name, samples) ->
                            rows.add(List.of(cell(split.name()), cell(name), "<td></td>", numberCell(samples))));
        }
        return table("Splits", List.of("Split", "Class", "Documents", "Samples"), rows);
    }

    private static String configuration(Map<String, String> configuration) {
        List<List<String>> rows = new ArrayList<>();
        configuration.forEach((key, value) -> rows.add(List.of(cell(key), cell(value))));
        return table("Configuration", List.of("Key", "Value"), rows);
    }

    private static String table(String title, List<String> header, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder("<h2>" + title + "</h2>\n<div class=\"scroll\"><table class=\"classes\">\n");
        html.append("<thead><tr>");
        header.forEach(name -> html.append("<th>").append(name).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        rows.stream()
                .limit(MOST_ROWS)
                .forEach(row -> html.append("<tr>").append(String.join("", row)).append("</tr>\n"));
        html.append("</tbody></table></div>\n");
        if (rows.size() > MOST_ROWS) {
            html.append("<p>And ").append(rows.size() - MOST_ROWS).append(" more, in the card's JSON.</p>\n");
        }
        return html.toString();
    }
}
