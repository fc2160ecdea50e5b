package io.sparkformer.benchmark.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the job {@code prepare-images} from its start to the published manifest, on one core and on two, in turn: a process
 * each that may use no other core, whatever threads it has, and that has run the job before.
 */
final class Preparation {
    private static final int WARMUP = 2;

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
        try (JobProcess one = process(1);
                JobProcess two = process(2)) {
            for (int repetition = -WARMUP; repetition < repetitions; repetition++) {
                double[] pair = {one.seconds(), two.seconds()};
                System.out.printf(
                        "prepare-images, %d images: one core %.1f s, two cores %.1f s%s%n",
                        images, pair[0], pair[1], repetition < 0 ? ", warming up" : "");
                if (repetition >= 0) {
                    seconds.add(pair);
                }
            }
        }
    }

    private JobProcess process(int cores) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                Integer.toString(images), scratch.resolve("prepared-" + cores).toString()));
        archives.forEach(archive -> arguments.add(archive.toString()));
        return new JobProcess(cores, PreparationWorker.class, arguments);
    }

    /** Median images per second of a number of cores, 1 or 2. */
    double rate(int cores) {
        return images
                / Medians.of(
                        seconds.stream().mapToDouble(pair -> pair[cores - 1]).toArray());
    }
}
