package io.sparkformer.benchmark.data;

import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Runs {@code prepare-images} whenever it is told to. */
public final class PreparationWorker {
    private PreparationWorker() {}

    /** Arguments: task threads, images, output, archives. */
    public static void main(String[] arguments) throws IOException {
        LocalSpark.restart("local[" + arguments[0] + "]", Map.of());
        long images = Long.parseLong(arguments[1]);
        Path output = Path.of(arguments[2]);
        Path[] archives = Arrays.stream(arguments).skip(3).map(Path::of).toArray(Path[]::new);
        JobLoop.run(() -> seconds(images, output, archives));
        LocalSpark.stop();
    }

    private static double seconds(long images, Path output, Path... archives) throws IOException {
        PrepareRun run = PrepareRun.of(output, archives).set(Settings.PREPARATION);
        long begin = System.nanoTime();
        Object written = run.run().get("written");
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!Long.valueOf(images).equals(written)) {
            throw new IllegalStateException(written + " of " + images + " images were prepared");
        }
        FileUtils.deleteDirectory(output.toFile());
        return seconds;
    }
}
