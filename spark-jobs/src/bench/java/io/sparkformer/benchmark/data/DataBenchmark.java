package io.sparkformer.benchmark.data;

import io.sparkformer.benchmark.text.TextBenchmark;
import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.SquareDecoder;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareRun;
import io.sparkformer.jobs.train.TrainingThroughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;

/**
 * Times the way of images from JPEG files to a trained step: decoding, the job {@code prepare-images}, reading while training. Then
 * that of texts to tokens. Writes {@code data.md} and {@code data.json}, {@code texts.md} and {@code texts.json}.
 */
public final class DataBenchmark {
    private static final String IMAGES = "images";
    private static final String TEXTS = "texts";
    private static final int FILES = 32;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int WARMUP_PASSES = 20;
    private static final int ARCHIVES = 16;
    private static final int TRAINED_IMAGES = 512;
    private static final int PREPARED_SIZE = 256;

    private final Path scratch;
    private final boolean quick;
    private final List<byte[]> files;

    private DataBenchmark(Path scratch, boolean quick) throws IOException {
        this.scratch = scratch;
        this.quick = quick;
        this.files = Photographs.make(FILES, WIDTH, HEIGHT);
    }

    /** Runs the benchmark; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException {
        Path output = Path.of("benchmark-output");
        boolean quick = false;
        String only = "";
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else if (arguments[i].equals("--only")
                    && i + 1 < arguments.length
                    && List.of(IMAGES, TEXTS).contains(arguments[i + 1])) {
                only = arguments[++i];
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh data [--quick] [--only images|texts] [--output DIR]");
                System.exit(2);
            }
        }
        // Else each file would go through one on disk.
        ImageIO.setUseCache(false);
        Files.createDirectories(output);
        Path scratch = Files.createTempDirectory(output, "scratch");
        try {
            if (!only.equals(TEXTS)) {
                new DataBenchmark(scratch, quick).run(output);
            }
            if (!only.equals(IMAGES)) {
                TextBenchmark.run(scratch, quick, output);
            }
        } finally {
            FileUtils.deleteDirectory(scratch.toFile());
        }
    }

    private void run(Path output) throws IOException {
        Decoding decoding = decoding();
        Preparation preparation = preparation();
        try (TrainingThroughput training = training()) {
            DataReport report = new DataReport(decoding, preparation, training);
            report.write(output);
            System.out.printf("%n%s%nchecksum %d%n", report.tables(), decoding.unused());
        }
    }

    private Decoding decoding() throws IOException {
        Decoding decoding = new Decoding(files);
        System.out.printf("== %d files of %,d bytes%n", FILES, decoding.meanBytes());
        decoding.run(WARMUP_PASSES, quick ? 15 : 60);
        return decoding;
    }

    private Preparation preparation() throws IOException {
        int images = quick ? 2048 : 6144;
        Path directory = Files.createDirectory(scratch.resolve("archives"));
        Preparation preparation = new Preparation(Archives.write(directory, files, ARCHIVES, images), images, scratch);
        preparation.run(quick ? 1 : 3);
        FileUtils.deleteDirectory(directory.toFile());
        return preparation;
    }

    private TrainingThroughput training() throws IOException {
        Path directory = Files.createDirectory(scratch.resolve("training"));
        List<Path> archive = Archives.write(directory, files, 1, TRAINED_IMAGES);
        PrepareRun run = PrepareRun.of(scratch.resolve("prepared"), archive.toArray(Path[]::new))
                .set(Settings.PREPARATION_FOR_TRAINING);
        run.run();
        LocalSpark.stop();
        SquareDecoder decoder = new SquareDecoder(3, new ImageLimits(50_000_000, 64 << 20), PREPARED_SIZE, Fit.CROP);
        TrainingThroughput training = new TrainingThroughput(run.prepared(), files, decoder, Settings.TRAINING);
        training.run(2, quick ? 4 : 12);
        return training;
    }
}
