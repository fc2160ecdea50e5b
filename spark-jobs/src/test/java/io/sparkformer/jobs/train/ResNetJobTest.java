package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.evaluate.EmbedJob;
import io.sparkformer.jobs.evaluate.EvaluateJob;
import io.sparkformer.jobs.export.ExportJob;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.model.checkpoint.SafetensorsReader;
import io.sparkformer.model.checkpoint.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another family of models on the same way through the jobs. */
class ResNetJobTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path prepared;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @BeforeAll
    static void writeData() throws IOException {
        data = new TinyData(1, 3).write(prepared.resolve("data"), Map.of("train", 36, "test", 12));
    }

    private JobContext run(JobName name, Job job, String output, String... settings) throws Exception {
        LocalSpark.session();
        List<String> pairs = new ArrayList<>(List.of(
                "data.directory=" + data.directory().toUri().getPath(),
                "output=" + directory.resolve(output),
                "data.tune=\"\"",
                "prepare={image-size=8, channels=1, patch-size=4}",
                "training={workers=2, local-steps=20, batch-size=6, epochs=100, clip-norm=1}",
                "training.schedule={type=constant, learning-rate=1.0e-2}",
                "augmentation.flip=false"));
        pairs.addAll(List.of(settings));
        if (pairs.stream().noneMatch(pair -> pair.startsWith("model="))) {
            pairs.add("model={type=resnet, stage-width=8, stages=2, norm-groups=4}");
        }
        JobContext context = new JobContext(name, ConfigLoader.load(null, pairs, name), null, new StopSignal());
        try (context) {
            assertThat(job.run(context).status()).isEqualTo(JobStatus.SUCCEEDED);
        }
        return context;
    }

    private String checkpoint() {
        return "evaluation.checkpoint=" + directory.resolve("run");
    }

    /** Classes that show in the brightness: a network that learns nothing has a third of them right. */
    @Test
    void jobs_ofAResidualNetwork_trainItMeasureItAndExportIt() throws Exception {
        run(JobName.TRAIN, new TrainJob(), "run");

        JobContext evaluation = run(JobName.EVALUATE, new EvaluateJob(), "test", checkpoint());
        assertThat((double) Objects.requireNonNull(evaluation.summary().get("top1")))
                .isGreaterThan(0.9);
        run(JobName.EMBED, new EmbedJob(), "vectors", checkpoint());

        run(JobName.EXPORT, new ExportJob(), "weights", checkpoint(), "export.format=sparkformer");
        Path weights = directory.resolve("weights/model.safetensors");
        try (InputStream stream = Files.newInputStream(weights)) {
            assertThat(SafetensorsReader.open(stream, Files.size(weights), "weights")
                            .header()
                            .tensors())
                    .extracting(TensorInfo::name)
                    .contains("stem.weight", "blocks.1.shortcut.weight", "blocks.1.norm2.bias", "head.weight");
        }
        run(JobName.EXPORT, new ExportJob(), "onnx", checkpoint(), "export.format=onnx");
        assertThat(directory.resolve("onnx/model.onnx")).isNotEmptyFile();

        assertThatThrownBy(() -> run(JobName.EXPORT, new ExportJob(), "timm", checkpoint(), "export.format=timm"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("sparkformer"))
                .hasMessageContaining("export.format = timm");
        assertThatThrownBy(() -> run(
                        JobName.TRAIN,
                        new TrainJob(),
                        "vit",
                        "model={variant=custom, patch-size=4, width=8, depth=1, heads=2, mlp-width=8}",
                        "training.init.from=" + directory.resolve("run")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no Vision Transformer");
        assertThatThrownBy(() -> run(JobName.TRAIN, new TrainJob(), "second", "training.init.from=" + weights))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("training.init.from");
    }

    /** An epoch of five samples ends with a batch that is not full, and the ledger balances. */
    @ParameterizedTest
    @ValueSource(ints = {5, 36})
    void train_onSomeSamples_seesEachOfThemOnceAnEpoch(int samples) throws Exception {
        JobContext context = run(
                JobName.TRAIN, new TrainJob(), "run" + samples, "training.epochs=4", "data.train-samples=" + samples);

        assertThat(context.summary().get("samples")).isEqualTo(4L * samples);
    }

    /** The same samples in the same order would give the same bits: all of them are all of them, and some are not. */
    @Test
    void train_onAllSamplesByNumber_isAsWithoutTheKey() throws Exception {
        String all = trained("all", "data.train-samples=0");

        assertThat(trained("counted", "data.train-samples=36")).isEqualTo(all);
        assertThat(trained("some", "data.train-samples=35")).isNotEqualTo(all);
    }

    private String trained(String output, String samples) throws Exception {
        run(JobName.TRAIN, new TrainJob(), output, "training.epochs=1", samples);
        return CheckpointStore.open(
                        new Configuration(), directory.resolve(output).toString(), warning -> {})
                .parametersSha256();
    }

    @Test
    void train_onMoreSamplesThanThereAre_namesKeyAndBothNumbers() {
        assertThatThrownBy(() -> run(JobName.TRAIN, new TrainJob(), "run", "data.train-samples=37"))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("data.train-samples = 37", "36");
    }
}
