package io.sparkformer.benchmark.data;

import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * Times the job {@code prepare-images} from its start to the published manifest, on one task thread and on two, in turn, in
 * one process and after a run of each that does not count.
 */
final class Preparation {
    private final List<Path> archives;
    private final int images;
    private final Path scratch;
    private final List<double[]> seconds = new ArrayList<>();

    Preparation(List<Path> archives, int images, Path scratch) {
        this.archives = archives;
        this.images = images;
        this.scratch = scratch;
    }

    /** Measures. */
    void run(int repetitions) throws IOException {
        for (int repetition = -1; repetition < repetitions; repetition++) {
            double[] pair = {time(1), time(2)};
            if (repetition >= 0) {
                seconds.add(pair);
                System.out.printf(
                        "prepare-images, %d images: local[1] %.1f s, local[2] %.1f s%n", images, pair[0], pair[1]);
            }
        }
        LocalSpark.stop();
    }

    private double time(int cores) throws IOException {
        LocalSpark.restart("local[" + cores + "]", Map.of());
        Path output = scratch.resolve("prepared-" + cores);
        PrepareRun run = PrepareRun.of(output, archives.toArray(Path[]::new)).set(Settings.PREPARATION);
        long begin = System.nanoTime();
        Object written = run.run().get("written");
        double elapsed = (System.nanoTime() - begin) / 1e9;
        if (!Long.valueOf(images).equals(written)) {
            throw new IllegalStateException(written + " of " + images + " images were prepared");
        }
        FileUtils.deleteDirectory(output.toFile());
        return elapsed;
    }

    /** Median images per second of a number of task threads, 1 or 2. */
    double rate(int cores) {
        return images
                / Medians.of(
                        seconds.stream().mapToDouble(pair -> pair[cores - 1]).toArray());
    }
}
