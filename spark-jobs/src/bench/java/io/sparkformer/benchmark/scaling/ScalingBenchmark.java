package io.sparkformer.benchmark.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** Measures constants, holds the simulation against measured rounds, and simulates larger clusters. Writes {@code scaling.md}. */
public final class ScalingBenchmark {
    private static final int FITTED = 21_000_000;
    private static final int FORETOLD = 43_000_000;

    private ScalingBenchmark() {}

    /** Runs it; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path output = Path.of("benchmark-output");
        boolean quick = false;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh scaling [--quick] [--output DIR]");
                System.exit(2);
            }
        }
        Files.createDirectories(output);
        Path scratch = Files.createTempDirectory(output, "scratch");
        try {
            Measurements measurements = new Measurements(scratch, quick);
            ScalingReport report = new ScalingReport(measurements.constants(quick ? FITTED / 4 : FITTED));
            int length = quick ? FORETOLD / 4 : FORETOLD;
            for (int executors : new int[] {1, 2, 4}) {
                report.validate(executors, length, measurements.exchange(executors, length));
            }
            report.write(output.resolve("scaling.md"));
        } finally {
            FileUtils.deleteDirectory(scratch.toFile());
        }
    }
}
