package io.sparkformer.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import io.sparkformer.jobs.train.TrainJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointInspectionTest {
    @Test
    void inspect_runAndStepDirectory_sameCheckpoint(@TempDir Path directory) throws Exception {
        PreparedData data = new TinyData(1, 3).write(directory.resolve("data"), Map.of("train", 16, "tune", 4));
        Path run = directory.resolve("run");
        LocalSpark.session();
        String hash;
        try (JobContext context = new JobContext(
                JobName.TRAIN, TinyExperiment.on(data, "output=" + run, "training.epochs=1"), null, new StopSignal())) {
            new TrainJob().run(context);
            hash = String.valueOf(context.summary().get("parametersSha256"));
        }

        String page = InspectJobTest.inspect(run);
        assertThat(page)
                .contains("step                   2")
                .contains("parameters sha256      " + hash)
                .contains("classes                3: class-0, class-1, class-2")
                .containsPattern("optimizer.safetensors +\\d+")
                .containsPattern("cls_token +F32 +\\[1, 1, 8]")
                .contains("\"local-steps\" : 2");
        Path step = run.resolve("checkpoints/step-000000000002");
        assertThat(InspectJobTest.inspect(step)).isEqualTo(page);

        Files.write(step.resolve("model.safetensors"), new byte[8]);
        assertThatThrownBy(() -> InspectJobTest.inspect(run)).isInstanceOf(UserError.class);
    }

    @Test
    void inspect_stepDirectoryThatNothingPointsTo_refused(@TempDir Path directory) throws Exception {
        Path step = Files.createDirectories(directory.resolve("checkpoints/step-000000000002"));
        assertThatThrownBy(() -> InspectJobTest.inspect(step)).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> InspectJobTest.inspect(directory)).isInstanceOf(UserError.class);
    }
}
