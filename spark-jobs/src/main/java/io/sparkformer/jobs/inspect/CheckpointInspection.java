package io.sparkformer.jobs.inspect;

import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.jobs.weights.Initialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A training run's newest checkpoint, or one that is named; all of its files are checked. */
final class CheckpointInspection {
    private static final String STEP_PREFIX = "step-";

    private CheckpointInspection() {}

    /** Whether a directory looks like a run's or a checkpoint's. */
    static boolean hasCheckpoint(FileSystem fileSystem, Path path) throws IOException {
        return path.getName().startsWith(STEP_PREFIX) || fileSystem.exists(new Path(path, CheckpointStore.DIRECTORY));
    }

    static void describe(Configuration hadoop, FileSystem fileSystem, Path path, Page page) throws IOException {
        Checkpoint checkpoint =
                CheckpointStore.open(hadoop, path.toString(), warning -> page.value("warning", warning));
        page.value("checkpoint", checkpoint.directory());
        page.value("round", checkpoint.round());
        page.value("step", checkpoint.step());
        page.value("parameters sha256", checkpoint.parametersSha256());
        page.value("trained on", checkpoint.dataDirectory());
        Initialization origin = checkpoint.initialization();
        if (origin != null) {
            page.value(
                    "began from",
                    origin.from() + " (" + origin.keys() + ", sha256 " + String.join(", ", origin.sha256()) + ")");
        }
        page.value("classes", checkpoint.classes().size() + ": " + String.join(", ", checkpoint.classes()));
        page.heading("files");
        List<List<?>> rows = new ArrayList<>();
        for (FileStatus status : fileSystem.listStatus(checkpoint.directory())) {
            rows.add(List.of(status.getPath().getName(), status.getLen()));
        }
        page.table(List.of("file", "bytes"), rows);
        page.heading("model");
        SafetensorsInspection.describe(fileSystem, new Path(checkpoint.directory(), "model.safetensors"), page);
        page.heading("configuration");
        page.line(checkpoint.configuration());
    }
}
