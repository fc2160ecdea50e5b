package io.sparkformer.benchmark.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what the finished runs say: {@code runs.csv}, a table in {@code results.md}, and a chart of each set. */
public final class StudyReport {
    static final String TRANSFORMER = "vit";
    static final String CNN = "resnet";

    private final List<StudyRun> runs;

    private StudyReport(List<StudyRun> runs) {
        this.runs = runs;
    }

    /**
     * Writes the files.
     *
     * @param arguments the study's output directory
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: StudyReport DIRECTORY");
            System.exit(2);
        }
        Path output = Path.of(arguments[0]);
        StudyReport report = new StudyReport(StudyRun.readAll(output));
        Files.writeString(output.resolve("runs.csv"), report.csv());
        StringBuilder results = new StringBuilder();
        for (String set : report.sets()) {
            Map<Integer, StudyCell> transformer = report.cells(set, TRANSFORMER);
            Map<Integer, StudyCell> cnn = report.cells(set, CNN);
            results.append("### ").append(set).append("\n\n").append(table(transformer, cnn));
            Files.writeString(output.resolve(set + ".svg"), new StudyChart(set, transformer, cnn).svg());
        }
        Files.writeString(output.resolve("results.md"), results);
        System.out.print(results);
    }

    private List<String> sets() {
        return runs.stream().map(StudyRun::set).distinct().toList();
    }

    private Map<Integer, StudyCell> cells(String set, String model) {
        Map<Integer, List<StudyRun>> bySamples = runs.stream()
                .filter(run -> run.set().equals(set) && run.model().equals(model))
                .collect(Collectors.groupingBy(StudyRun::samples, TreeMap::new, Collectors.toList()));
        Map<Integer, StudyCell> cells = new TreeMap<>();
        bySamples.forEach((samples, same) -> cells.put(samples, new StudyCell(samples, same)));
        return cells;
    }

    private String csv() {
        StringBuilder csv = new StringBuilder("set,model,samples,seed,rate,steps,parameters,tune_top1,test_top1\n");
        for (StudyRun run : runs) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%s,%d,%d,%.4f,%.4f%n",
                    run.set(),
                    run.model(),
                    run.samples(),
                    run.seed(),
                    run.rate(),
                    run.steps(),
                    run.parameters(),
                    run.tuneTop1(),
                    run.testTop1()));
        }
        return csv.toString();
    }

    private static String table(Map<Integer, StudyCell> transformer, Map<Integer, StudyCell> cnn) {
        List<String> lines =
                new ArrayList<>(List.of("| training images | ViT | CNN | CNN - ViT |", "|---:|---:|---:|---:|"));
        transformer.forEach((samples, cell) -> {
            StudyCell other = cnn.get(samples);
            if (other != null) {
                lines.add(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %s | %+.1f |",
                        samples,
                        percent(cell),
                        percent(other),
                        100 * (other.mean() - cell.mean())));
            }
        });
        return String.join("\n", lines) + "\n\n";
    }

    private static String percent(StudyCell cell) {
        return String.format(Locale.ROOT, "%.1f ± %.1f", 100 * cell.mean(), 100 * cell.deviation());
    }
}
