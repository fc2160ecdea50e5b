package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.EvaluationEvent;
import io.sparkformer.jobs.report.MetricsEvent;
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.report.OutputDirectory;
import io.sparkformer.jobs.report.RoundEvent;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole job in this process; {@code ..it} does the same with processes that are killed. */
class TrainJobTest {
    private static final String PLAIN = "training.optimizer-state=average";
    private static final String GROWING =
            "training={rounds={type=quadratic, growth=1}, local-steps=4, outer.type=slow-momentum}";
    private static final String STATEFUL =
            "training={optimizer-state=keep, outer.type=nesterov, ema-decay=0.9, workers=3, micro-batches=2, batch-size=2}";

    private static final String COMPRESSED =
            "training={compression={type=top-k, kept-fraction=0.1}, outer.type=nesterov, workers=3, batch-size=2}";

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
        data = new TinyData(1, 3).write(prepared.resolve("data"), Map.of("train", 37, "tune", 10, "empty", 0));
    }

    /** Stopped after every single round, in mid-epoch too, and continued each time by another run of the job. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, GROWING, STATEFUL, COMPRESSED})
    void run_stoppedAfterEveryRound_sameBitsAsInOneGo(String setting) throws Exception {
        Run whole = run("whole", setting);
        assertThat(whole.status()).isEqualTo(JobStatus.SUCCEEDED);

        Run part = run("parts", setting, "training.max-rounds=1");
        for (int rounds = 2; part.status() == JobStatus.STOPPED; rounds++) {
            part = run("parts", setting, "training.max-rounds=" + rounds);
        }

        assertThat(part.hashes())
                .isEqualTo(whole.hashes())
                .hasSizeGreaterThan(3)
                .doesNotHaveDuplicates();
        assertThat(part.context().summary().get("parametersSha256"))
                .isEqualTo(whole.context().summary().get("parametersSha256"));
        assertThat(part.context().summary().get("samples")).isEqualTo(2 * 37L);
        assertThat(part.context().summary().get("complete")).isEqualTo(true);
    }

    @Test
    void run_stopRequested_stopsWithACheckpointAndGoesOn() throws Exception {
        Run whole = run("whole");
        StopSignal stop = new StopSignal();
        stop.request("a test");

        Run stopped = run("stopped", stop);
        assertThat(stopped.status()).isEqualTo(JobStatus.STOPPED);
        assertThat(stopped.context().summary().get("complete")).isEqualTo(false);

        assertThat(run("stopped").hashes()).isEqualTo(whole.hashes());
    }

    /** Evaluation between rounds, checkpoints and limits are not part of what is trained. */
    @Test
    void run_otherOperationalKeys_sameBits() throws Exception {
        Run one = run("one", "training.checkpoint-every-rounds=1", "training.evaluate-every-rounds=1");
        Run other = run("other", "training.checkpoint-every-rounds=100", "data.tune=\"\"");

        assertThat(one.hashes()).isEqualTo(other.hashes());
        assertThat(one.evaluations()).hasSameSizeAs(one.hashes()).allSatisfy(evaluation -> {
            assertThat(evaluation.samples()).isEqualTo(10);
            assertThat(evaluation.top5()).isEqualTo(1);
        });
        assertThat(other.evaluations()).isEmpty();
    }

    @Test
    void run_finishedRunAgain_changesNothing() throws Exception {
        Run first = run("run");
        Run again = run("run");

        assertThat(again.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(again.hashes()).isEqualTo(first.hashes());
        assertThat(again.context().summary().get("parametersSha256"))
                .isEqualTo(first.context().summary().get("parametersSha256"));
    }

    @Test
    void run_parametersThatDoNotMove_fails() {
        assertThatThrownBy(() -> run("run", "training.schedule.learning-rate=1.0e-60"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Nothing was trained");
    }

    @Test
    void run_lossNotFinite_namesRoundWorkerStepAndShard() {
        assertThatThrownBy(() -> run(
                        "run",
                        "training.optimizer.type=sgd",
                        "training.clip-norm=0",
                        "training.schedule.warmup-steps=0",
                        "training.schedule.learning-rate=1.0e30"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("--output"))
                .hasMessageContaining("In round 1, worker 0, shard shards/train-")
                .hasMessageContaining("in step 1, micro-batch 0");
    }

    @Test
    void run_lossNotFiniteInRound2_checkpointOfRound1Stays() throws Exception {
        assertThatThrownBy(() -> run(
                        "run",
                        "training.local-steps=1",
                        "training.checkpoint-every-rounds=1",
                        "training.optimizer.type=sgd",
                        "training.clip-norm=0",
                        "training.schedule.warmup-steps=0",
                        "training.schedule.learning-rate=1.0e30"))
                .hasMessageContaining("In round 2, worker 0");

        String output = directory.resolve("run").toString();
        Checkpoint newest = CheckpointStore.open(new Configuration(), output, warning -> {});
        assertThat(newest.round()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.train=missing", "data.train=empty", "data.tune=missing"})
    void run_splitWithoutSamples_namesKeyAndSplits(String setting) {
        assertThatThrownBy(() -> run("run", setting))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(setting.replace("=", " = "))
                .hasMessageContaining("[empty, train, tune]");
    }

    @Test
    void run_otherChannels_namesKeyAndBothNumbers() {
        assertThatThrownBy(() -> run("run", "model.channels=3"))
                .hasMessageContaining("model.channels = 3")
                .hasMessageContaining("have 1");
    }

    @Test
    void run_fewerClassesThanData_namesKeyAndBothNumbers() {
        assertThatThrownBy(() -> run("run", "model.classes=2"))
                .hasMessageContaining("model.classes = 2")
                .hasMessageContaining("3 classes");
    }

    @Test
    void run_moreClassesThanData_trains() throws Exception {
        assertThat(run("run", "model.classes=5").status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Another image and patch size than the prepared ones. */
    @Test
    void run_otherImageSizeThanPrepared_trains() throws Exception {
        assertThat(run("run", "model.image-size=12", "model.patch-size=6").status())
                .isEqualTo(JobStatus.SUCCEEDED);
    }

    private static String[] append(String[] settings, String setting) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add(setting);
        return all.toArray(String[]::new);
    }

    private Run run(String name, String... settings) throws Exception {
        return run(name, new StopSignal(), settings);
    }

    private Run run(String name, StopSignal stop, String... settings) throws Exception {
        LocalSpark.session();
        String output = directory.resolve(name).toString();
        JobContext context = new JobContext(
                JobName.TRAIN, TinyExperiment.on(data, append(settings, "output=" + output)), null, stop);
        try (context) {
            return new Run(context, new TrainJob().run(context).status(), output);
        }
    }

    /** A run of the job that did not fail. */
    private record Run(JobContext context, JobStatus status, String output) {
        private List<MetricsEvent> events() throws IOException {
            FileSystem fileSystem = FileSystem.getLocal(new Configuration());
            return MetricsLog.read(new OutputDirectory(fileSystem, new org.apache.hadoop.fs.Path(output)));
        }

        /** Of the parameters after each round. */
        List<String> hashes() throws IOException {
            return events().stream()
                    .filter(RoundEvent.class::isInstance)
                    .map(event -> ((RoundEvent) event).parametersHash())
                    .toList();
        }

        List<EvaluationEvent> evaluations() throws IOException {
            return events().stream()
                    .filter(EvaluationEvent.class::isInstance)
                    .map(EvaluationEvent.class::cast)
                    .toList();
        }
    }
}
