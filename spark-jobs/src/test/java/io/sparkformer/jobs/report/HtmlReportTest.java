package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.report.Chart.Point;
import io.sparkformer.jobs.report.Chart.Series;
import io.sparkformer.jobs.report.Chart.Unit;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final List<String> CLASSES = List.of("<cat>", "dog & co");

    private static String report(List<Chart> charts) {
        ClassificationTable table = ClassificationTable.of(CLASSES, new long[][] {{3, 1}, {0, 4}});
        return HtmlReport.render(new ReportContent(
                "A <b>title</b>",
                "\"quoted\" 'text'",
                List.of(new Fact("Accuracy & more", "87 <%>")),
                charts,
                table,
                "{\"key\": \"</pre><script>alert(1)</script>\"}"));
    }

    private static List<Chart> trainingCharts(int rounds) {
        List<MetricsEvent> events = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            events.add(new RoundEvent(round, round * 8L, round, 1.0 / round, 1e-3, 1, 8, 1, 0, 0, ""));
            events.add(new EvaluationEvent(round, round * 8L, "tune", 10, 1.0 / round, 0.5, 0.9, null));
        }
        return TrainingCharts.of(events);
    }

    @Test
    void render_textWithMarkup_isEscaped() {
        assertThat(report(List.of()))
                .contains(
                        "A &lt;b&gt;title&lt;/b&gt;",
                        "&quot;quoted&quot; &#39;text&#39;",
                        "87 &lt;%&gt;",
                        "&lt;cat&gt;",
                        "dog &amp; co",
                        "&lt;/pre&gt;&lt;script&gt;")
                .doesNotContain("<script", "<cat>", "<b>");
    }

    @Test
    void render_entities_rowPerTypeAndTheTagsBehindThem() {
        ClassificationTable tags = ClassificationTable.of(List.of("B-<x>", "O"), new long[][] {{3, 1}, {0, 4}});
        EntityTable table = new EntityTable(List.of(EntityTable.Row.of("<x>", 4, 3, 3)), tags);

        String page = HtmlReport.render(new ReportContent("t", "s", List.of(), List.of(), table, "{}"));

        assertThat(page)
                .contains("<tr><td>&lt;x&gt;</td><td class=\"number\">4</td>", "B-&lt;x&gt;", "Confusion matrix")
                .doesNotContain("<x>");
        String row = page.substring(page.indexOf("<td>&lt;x&gt;"), page.indexOf("Classes</h2>"));
        assertThat(row).contains("75.0", "100.0", "85.7");
    }

    @Test
    void render_page_needsNothingFromOutside() {
        assertThat(report(trainingCharts(30)))
                .doesNotContain("http://", "https://", "src=", "@import", "url(", "<link");
    }

    @Test
    void render_page_isWellFormed() throws Exception {
        String page = report(trainingCharts(30));
        String body = page.substring(page.indexOf("<main>"), page.indexOf("</body>"));
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)));
        assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(6);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(6);
    }

    @Test
    void render_chartOfOnePoint_isLeftOut() {
        assertThat(report(trainingCharts(1))).doesNotContain("<figure");
    }

    @Test
    void render_nonFiniteValues_leaveNoTraceInCurve() {
        Series series = new Series(
                "loss",
                List.of(
                        new Point(0, 1),
                        new Point(1, Double.NaN),
                        new Point(2, Double.POSITIVE_INFINITY),
                        new Point(3, 2)),
                false);
        String page = report(List.of(new Chart("Loss", "step", Unit.NUMBER, List.of(series))));
        assertThat(page).contains("<path").doesNotContain("NaN", "Infinity");
    }

    @Test
    void render_manyPoints_keepsTheHighestAndStaysSmall() {
        List<Point> points = new ArrayList<>(
                IntStream.range(0, 100_000).mapToObj(i -> new Point(i, 1)).toList());
        points.set(54_321, new Point(54_321, 5));
        Series series = new Series("loss", points, false);
        String page = report(List.of(new Chart("Loss", "step", Unit.NUMBER, List.of(series))));
        assertThat(page.length()).isLessThan(100_000);
        double top = highestPointOfCurve(page);
        assertThat(top).as("the peak touches the top of the plot").isEqualTo(12.0);
    }

    private static double highestPointOfCurve(String page) {
        Matcher path = Pattern.compile("class=\"curve c0\" d=\"([^\"]*)\"").matcher(page);
        assertThat(path.find()).isTrue();
        double top = Double.MAX_VALUE;
        Matcher point = Pattern.compile("[ML][\\d.]+ ([\\d.]+)").matcher(path.group(1));
        while (point.find()) {
            top = Math.min(top, Double.parseDouble(point.group(1)));
        }
        return top;
    }

    @Test
    void render_fewClasses_showsCountsOfMatrixAndShares() {
        String page = report(List.of());
        assertThat(page)
                .contains("title=\"&lt;cat&gt; taken for dog &amp; co: 1\"")
                .contains("75.00 %") // recall of the first class
                .contains("80.00 %"); // precision of the second
    }

    @Test
    void render_classesThatDoNotExcludeEachOther_showsAveragePrecisions() {
        String page = HtmlReport.render(new ReportContent(
                "title",
                "subtitle",
                List.of(),
                List.of(),
                new AveragePrecisionTable(List.of(
                        new AveragePrecisionTable.Row("<cat>", 1234, 0.5),
                        new AveragePrecisionTable.Row("dog", 0, null))),
                "{}"));

        assertThat(page)
                .contains("<td>&lt;cat&gt;</td><td class=\"number\">1,234</td><td><span class=\"bar\">", "50.00 %")
                .contains("<td>dog</td><td class=\"number\">0</td><td>none</td>")
                .doesNotContain("Confusion matrix");
    }

    @Test
    void render_manyClasses_listsTheLargestMistakes() {
        int size = 60;
        long[][] confusion = new long[size][size];
        List<String> names =
                IntStream.range(0, size).mapToObj(i -> "class " + i).toList();
        IntStream.range(0, size).forEach(i -> confusion[i][i] = 10);
        confusion[7][9] = 5;
        confusion[1][2] = 3;
        String section = ClassificationSection.of(ClassificationTable.of(names, confusion));
        assertThat(section).contains("Largest mistakes").doesNotContain("Confusion matrix");
        assertThat(section.indexOf("<td>class 7</td><td>class 9</td>"))
                .isPositive()
                .isLessThan(section.indexOf("<td>class 1</td><td>class 2</td>"));
    }
}
