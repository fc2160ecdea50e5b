package io.sparkformer.benchmark.data;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Times the decoding of images and writes {@code data.md} and {@code data.json}. */
public final class DataBenchmark {
    private static final int FILES = 32;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int WARMUP = 20;

    private DataBenchmark() {}

    /** Runs the benchmark; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException {
        Path output = Path.of("benchmark-output");
        int passes = 60;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                passes = 15;
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh data [--quick] [--output DIR]");
                System.exit(2);
            }
        }
        // Else each file would go through one on disk.
        ImageIO.setUseCache(false);
        Decoding decoding = new Decoding(Photographs.make(FILES, WIDTH, HEIGHT));
        System.out.printf("== %d files of %,d bytes, %d passes%n", FILES, decoding.meanBytes(), passes);
        decoding.run(WARMUP, passes);
        DecodingReport report = new DecodingReport(decoding);
        report.write(output);
        System.out.printf("%n%s%nchecksum %d%n", report.table(), decoding.unused());
    }
}
