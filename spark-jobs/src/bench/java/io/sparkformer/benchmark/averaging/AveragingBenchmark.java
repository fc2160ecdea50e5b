package io.sparkformer.benchmark.averaging;

import io.sparkformer.jobs.config.ExchangeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * Times the exchanges on states of several sizes, each scenario in processes of its own: a driver, and executors beside it. Writes
 * {@code averaging.md} and {@code averaging.json}.
 */
public final class AveragingBenchmark {
    private static final int VIT_BASE = 86_000_000;
    private static final int VIT_TINY = 5_700_000;
    private static final int MILLION = 1_000_000;
    private static final int TINY = 1_000;

    private AveragingBenchmark() {}

    /** Runs the benchmark; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path output = Path.of("benchmark-output");
        boolean quick = false;
        Pattern only = Pattern.compile("");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--only") && i + 1 < arguments.length) {
                only = Pattern.compile(arguments[++i]);
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh averaging [--quick] [--only REGEX] [--output DIR]");
                System.exit(2);
            }
        }
        Files.createDirectories(output);
        Path scratch = Files.createTempDirectory(output, "scratch");
        List<ScenarioResult> results = new ArrayList<>();
        try {
            for (Scenario scenario : scenarios(quick)) {
                if (!only.matcher(scenario.name()).find()) {
                    continue;
                }
                System.out.println("== " + scenario.name());
                ScenarioResult result = ScenarioProcess.run(scenario, scratch);
                System.out.println(result.row());
                results.add(result);
                AveragingReport.write(results, output);
            }
        } finally {
            FileUtils.deleteDirectory(scratch.toFile());
        }
        System.out.println(AveragingReport.write(results, output));
    }

    private static List<Scenario> scenarios(boolean quick) {
        int large = quick ? 12_000_000 : VIT_BASE;
        int warmup = quick ? 2 : 15;
        int rounds = quick ? 3 : 15;
        List<Scenario> all = new ArrayList<>();
        all.add(cluster(ExchangeChoice.SHARDED, large, 0, 2, warmup, rounds));
        all.add(cluster(ExchangeChoice.SHARDED, large, 2, 2, warmup, rounds));
        for (String compression : List.of("bf16", "int8", "top-k")) {
            all.add(cluster(ExchangeChoice.SHARDED, large, 0, 2, warmup, rounds, compression));
        }
        int middle = quick ? 3_000_000 : 21_000_000;
        for (int executors = 2; executors <= 4; executors++) {
            all.add(cluster(ExchangeChoice.SHARDED, middle, 0, executors, warmup, rounds));
        }
        for (ExchangeChoice exchange : List.of(ExchangeChoice.SHARDED, ExchangeChoice.DRIVER)) {
            all.add(cluster(exchange, VIT_TINY, 2, 2, warmup, rounds));
            all.add(new Scenario(
                    "fixed cost in local[2], " + exchange,
                    "local[2]",
                    exchange,
                    TINY,
                    0,
                    2,
                    30,
                    quick ? 20 : 100,
                    "none"));
            Scenario fixed = cluster(exchange, TINY, 0, 2, 30, quick ? 20 : 100);
            all.add(fixed);
            all.add(fixed.onStandalone());
            all.add(cluster(exchange, MILLION, 0, 2, 30, quick ? 20 : 100));
        }
        // A heap takes its time to come to the size that it keeps.
        all.add(cluster(ExchangeChoice.SHARDED, MILLION, 2, 2, quick ? 30 : 300, quick ? 30 : 500));
        for (ExchangeChoice slow : List.of(ExchangeChoice.SHUFFLE, ExchangeChoice.DRIVER)) {
            all.add(cluster(slow, large, 0, 2, Math.min(warmup, 3), Math.min(rounds, 5)));
        }
        return all;
    }

    private static Scenario cluster(
            ExchangeChoice exchange, int length, int moments, int executors, int warmup, int rounds) {
        return cluster(exchange, length, moments, executors, warmup, rounds, "none");
    }

    private static Scenario cluster(
            ExchangeChoice exchange,
            int length,
            int moments,
            int executors,
            int warmup,
            int rounds,
            String compression) {
        String name = "%s, %,d floats x %d, %d executors, %d rounds"
                .formatted(exchange.name().toLowerCase(Locale.ROOT), length, 1 + moments, executors, rounds);
        return Scenario.onCluster(
                compression.equals("none") ? name : name + ", " + compression,
                executors,
                exchange,
                length,
                moments,
                executors,
                warmup,
                rounds,
                compression);
    }
}
