package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.config.ArenaConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the arena found, as {@code summary.json}, a table ({@value #TABLE}) and a chart ({@value #CHART}).
 *
 * @param arena how it was run
 * @param contenders who took part
 * @param baselines the bag of tokens' accuracy, by task
 * @param trials trainings
 * @param lengths what steps cost
 */
record ArenaReport(
        ArenaConfig arena,
        List<Contender> contenders,
        Map<String, Double> baselines,
        List<TrialResult> trials,
        List<LengthResult> lengths) {
    static final String TABLE = "arena.md";
    static final String CHART = "arena.svg";

    void write(JobContext context) throws IOException {
        context.summary()
                .put("baselines", baselines)
                .put("trials", trials)
                .put("lengths", lengths)
                .put("slopes", slopes());
        String table = table();
        context.output().writeAtomically(TABLE, table.getBytes(StandardCharsets.UTF_8));
        List<BubbleChart.Bubble> bubbles = bubbles();
        if (!bubbles.isEmpty()) {
            context.output()
                    .writeAtomically(CHART, new BubbleChart(bubbles).svg().getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(table);
    }

    private String table() {
        List<String> head = new ArrayList<>(List.of("attention"));
        arena.tasks().forEach(task -> head.addAll(List.of(task, "ms per step", "density")));
        arena.lengths().forEach(tokens -> head.add(String.format(Locale.ROOT, "%,d: ms, MB", tokens)));
        if (arena.lengths().size() > 1) {
            head.addAll(List.of("slope of time", "slope of memory"));
        }
        StringBuilder table = new StringBuilder(row(head));
        table.append(row(head.stream().map(cell -> "---").toList()));
        if (!arena.tasks().isEmpty()) {
            table.append(row(baselineRow(head.size())));
        }
        contenders.forEach(contender -> table.append(row(cells(contender.name()))));
        return table.toString();
    }

    private List<String> baselineRow(int columns) {
        List<String> cells = new ArrayList<>(List.of("bag of tokens"));
        arena.tasks()
                .forEach(task -> cells.addAll(List.of(percent(Objects.requireNonNull(baselines.get(task))), "", "")));
        while (cells.size() < columns) {
            cells.add("");
        }
        return cells;
    }

    private List<String> cells(String contender) {
        List<String> cells = new ArrayList<>(List.of(contender));
        for (String task : arena.tasks()) {
            List<TrialResult> own = trials.stream()
                    .filter(trial ->
                            trial.contender().equals(contender) && trial.task().equals(task))
                    .toList();
            cells.add(spread(own));
            cells.add(String.format(
                    Locale.ROOT,
                    "%.1f",
                    1e3
                            * own.stream()
                                    .mapToDouble(TrialResult::secondsPerStep)
                                    .average()
                                    .orElse(Double.NaN)));
            cells.add(
                    own.isEmpty() || Double.isNaN(own.get(0).density())
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", own.get(0).density()));
        }
        List<LengthResult> own = ofContender(contender);
        own.forEach(one -> cells.add(
                one.refusal().isEmpty()
                        ? String.format(Locale.ROOT, "%,.1f, %,.1f", 1e3 * one.seconds(), one.bytes() / 1e6)
                        : one.refusal()));
        if (arena.lengths().size() > 1) {
            cells.add(slope(Slope.ofTime(own)));
            cells.add(slope(Slope.ofMemory(own)));
        }
        return cells;
    }

    /** Of several seeds the worst, the mean and the best. */
    private static String spread(List<TrialResult> trials) {
        DoubleSummaryStatistics accuracy =
                trials.stream().mapToDouble(TrialResult::accuracy).summaryStatistics();
        return trials.size() == 1
                ? percent(accuracy.getMax())
                : percent(accuracy.getMin()) + " / " + percent(accuracy.getAverage()) + " / "
                        + percent(accuracy.getMax());
    }

    private Map<String, Map<String, Double>> slopes() {
        Map<String, Map<String, Double>> slopes = new LinkedHashMap<>();
        if (arena.lengths().size() > 1) {
            for (Contender contender : contenders) {
                List<LengthResult> own = ofContender(contender.name());
                slopes.put(contender.name(), Map.of("time", Slope.ofTime(own), "memory", Slope.ofMemory(own)));
            }
        }
        return slopes;
    }

    private List<LengthResult> ofContender(String name) {
        return lengths.stream().filter(one -> one.contender().equals(name)).toList();
    }

    private List<BubbleChart.Bubble> bubbles() {
        List<BubbleChart.Bubble> bubbles = new ArrayList<>();
        for (Contender contender : contenders) {
            List<TrialResult> own = trials.stream()
                    .filter(trial -> trial.contender().equals(contender.name()))
                    .toList();
            List<LengthResult> timed = ofContender(contender.name()).stream()
                    .filter(one -> one.refusal().isEmpty())
                    .toList();
            if (!own.isEmpty() && !timed.isEmpty()) {
                LengthResult longest = timed.get(timed.size() - 1);
                double accuracy = own.stream()
                        .mapToDouble(TrialResult::accuracy)
                        .average()
                        .orElseThrow();
                bubbles.add(new BubbleChart.Bubble(
                        contender.name(), 1 / longest.seconds(), accuracy, longest.bytes() / 1e6));
            }
        }
        return bubbles;
    }

    private static String slope(double slope) {
        return Double.isNaN(slope) ? "-" : String.format(Locale.ROOT, "%.2f", slope);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
