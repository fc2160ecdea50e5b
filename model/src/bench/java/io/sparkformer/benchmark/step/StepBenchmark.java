package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.Result;
import io.sparkformer.benchmark.report.ResultJson;
import io.sparkformer.benchmark.report.ResultTable;
import io.sparkformer.benchmark.report.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Times a training step of each model in each engine and writes {@code step.md} and {@code step.json}. */
public final class StepBenchmark {
    private final Options options;
    private final PrintStream log;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> disagreements = new ArrayList<>();

    private StepBenchmark(Options options, PrintStream log) {
        this.options = options;
        this.log = log;
    }

    /** Runs the benchmark; exit code 1 if the engines did not compute the same, 2 for bad usage. */
    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark.sh: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new StepBenchmark(options, System.out).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        Files.createDirectories(options.output());
        for (BenchmarkModel model : options.quick() ? BenchmarkModel.quick() : BenchmarkModel.all()) {
            if (options.includes(model.name())) {
                for (int threads : options.threads()) {
                    measure(model, threads);
                    write();
                }
            }
        }
        log.printf("%n%s%n", ResultTable.of(rows));
        disagreements.forEach(log::println);
        return disagreements.isEmpty();
    }

    /** Writes what is measured so far: a run of an hour that is interrupted shall not have been for nothing. */
    private void write() throws IOException {
        Result result = new Result(Environment.describe(options), rows);
        Files.writeString(options.output().resolve("step.json"), ResultJson.of(result));
        Files.writeString(options.output().resolve("step.md"), ResultTable.of(rows));
    }

    private void measure(BenchmarkModel model, int threads) throws IOException {
        log.printf("== %s, %d thread%s%n", model.name(), threads, threads == 1 ? "" : "s");
        try (ModelRun run = new ModelRun(model, threads, options, log)) {
            List<Row> measured = run.run();
            log.printf(
                    "   %.2f GFLOP in matrix products, floor f32 %.1f ms%n",
                    measured.get(0).gigaflop(), measured.get(0).floorMillis());
            disagreements.addAll(run.disagreements(measured));
            rows.addAll(measured);
        }
    }
}
