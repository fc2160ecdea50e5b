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
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.report.OutputDirectory;
import io.sparkformer.jobs.report.RoundEvent;
import io.sparkformer.jobs.runtime.DataOrigin;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each night new images: a run was stopped in mid-epoch after two rounds of two steps, and goes on with other data. A step
 * takes 8 samples: 5 steps an epoch before, 7 after.
 */
class ContinuationTest {
    private static final String CONTINUE = "training.continue-on-new-data=true";
    private static final String STATEFUL = "training={optimizer-state=keep, outer.type=nesterov, ema-decay=0.9}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path prepared;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData yesterday;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData today;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @BeforeAll
    static void writeData() throws IOException {
        yesterday = new TinyData(1, 3).write(prepared.resolve("yesterday"), Map.of("train", 37, "tune", 10));
        today = new TinyData(2, 3).write(prepared.resolve("today"), Map.of("train", 53, "tune", 10));
    }

    @Test
    void run_newData_trainsItsEpochsAndSaysWhatWasLeft() throws Exception {
        train("run", yesterday, "training.max-rounds=2");
        List<RoundEvent> before = rounds("run");

        JobContext context = train("run", today, CONTINUE);

        // 32 of the 37 samples, then two whole epochs of 53.
        assertThat(context.summary().get("samples")).isEqualTo(32L + 2 * 53);
        assertThat(context.summary().get("totalSteps")).isEqualTo(4L + 2 * 7);
        assertThat(context.summary().get("complete")).isEqualTo(true);
        assertThat(context.summary().get("presentDataSinceStep")).isEqualTo(4L);
        assertThat(rounds("run")).startsWith(before.toArray(RoundEvent[]::new)).hasSize(2 + 7);
        CheckpointHeader header = newest("run");
        assertThat(header.formatVersion()).isEqualTo(2);
        assertThat(header.dataHistory().origin()).isEqualTo(new DataOrigin(4, 1));
        DataPhase ended = header.dataHistory().earlier().get(0);
        assertThat(ended.dataSha256()).isEqualTo(yesterday.contentSha256());
        assertThat(List.of(ended.steps(), ended.plannedSteps())).containsExactly(4L, 10L);
        assertThat(ended.untrained()).isEqualTo(5);
        assertThat(ended.plan()).containsEntry("training.epochs", "2").containsKey("training.schedule.learning-rate");
        assertThat(context.summary().get("earlierData")).isEqualTo(List.of(ended));
    }

    /** Numbers of epochs are not used twice, the learning rate rises and falls anew. */
    @Test
    void run_newData_beginsEpochsAndScheduleAnew() throws Exception {
        train("run", yesterday, "training.max-rounds=2");
        train("run", today, CONTINUE);

        List<RoundEvent> rounds = rounds("run");
        assertThat(rounds.get(2).learningRate()).isEqualTo(rounds.get(0).learningRate());
        assertThat(rounds.get(2).epoch()).isEqualTo(1 + 2 / 7.0);
        assertThat(rounds.get(8).epoch()).isEqualTo(3);
        assertThat(rounds.get(8).step()).isEqualTo(18);
    }

    /** The phase is begun again by whoever finds no checkpoint of it, and resumed by whoever finds one. */
    @Test
    void run_newDataStoppedAfterEveryRound_sameBitsAsInOneGo() throws Exception {
        train("whole", yesterday, STATEFUL, "training.max-rounds=2");
        train("parts", yesterday, STATEFUL, "training.max-rounds=2");
        train("whole", today, STATEFUL, CONTINUE);
        for (int rounds = 3; rounds < 9; rounds++) {
            train("parts", today, STATEFUL, CONTINUE, "training.max-rounds=" + rounds);
        }
        JobContext parts = train("parts", today, STATEFUL); // in mid-phase nobody needs the key

        assertThat(hashes("parts")).isEqualTo(hashes("whole")).hasSize(9).doesNotHaveDuplicates();
        assertThat(parts.summary().get("complete")).isEqualTo(true);
        assertThat(newest("parts").parametersSha256()).isEqualTo(newest("whole").parametersSha256());
    }

    @Test
    void run_thirdData_keepsTheWholeHistory() throws Exception {
        train("run", yesterday, "training.max-rounds=2");
        train("run", today, CONTINUE, "training.epochs=1");
        PreparedData tomorrow = new TinyData(3, 3).write(directory.resolve("tomorrow"), Map.of("train", 20, "tune", 5));

        JobContext context = train("run", tomorrow, CONTINUE, "training.epochs=3");

        assertThat(context.summary().get("samples")).isEqualTo(32L + 53 + 3 * 20);
        DataHistory history = newest("run").dataHistory();
        assertThat(history.origin()).isEqualTo(new DataOrigin(4 + 7, 2));
        assertThat(history.earlier())
                .extracting(DataPhase::dataSha256)
                .containsExactly(yesterday.contentSha256(), today.contentSha256());
        assertThat(history.earlier().get(1).untrained()).isZero();
    }

    @Test
    void run_newDataWithoutTheKey_isRefusedAndToldOfIt() throws Exception {
        train("run", yesterday, "training.max-rounds=2");

        assertThatThrownBy(() -> train("run", today))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("training.continue-on-new-data"))
                .hasMessageContaining("other data");
    }

    @Test
    void run_newData_otherModelIsRefusedOtherEpochsAreNot() throws Exception {
        train("run", yesterday, "training.max-rounds=2");

        assertThatThrownBy(() -> train("run", today, CONTINUE, "model.width=16", "training.epochs=3"))
                .hasMessageContaining("model.width was 8")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("training.epochs"));
        train("run", today, CONTINUE, "training.epochs=3", "training.max-rounds=3");
        assertThatThrownBy(() -> train("run", today, CONTINUE, "training.epochs=4"))
                .hasMessageContaining("training.epochs was 3");
    }

    @Test
    void run_newDataWithMoreClasses_needsRoomInTheModel() throws Exception {
        PreparedData more = new TinyData(2, 4).write(directory.resolve("more"), Map.of("train", 53, "tune", 10));
        train("run", yesterday, "training.max-rounds=1");
        assertThatThrownBy(() -> train("run", more, CONTINUE))
                .hasMessageContaining("have 4 classes")
                .hasMessageContaining("built for 3");

        train("roomy", yesterday, "training.max-rounds=1", "model.classes=5");
        assertThat(train("roomy", more, CONTINUE, "model.classes=5").summary().get("complete"))
                .isEqualTo(true);
    }

    @Test
    void run_newDataWithFewerClasses_isRefused() throws Exception {
        PreparedData fewer = new TinyData(2, 2).write(directory.resolve("fewer"), Map.of("train", 53, "tune", 10));
        train("run", yesterday, "training.max-rounds=1", "model.classes=5");

        assertThatThrownBy(() -> train("run", fewer, CONTINUE, "model.classes=5"))
                .hasMessageContaining("labels would change their meaning");
    }

    /** When a loss leads a run back behind its new data: their steps cannot be counted from there. */
    @Test
    void start_checkpointFromBeforeTheNewData_isRefused() throws Exception {
        train("run", yesterday, "training.max-rounds=1");
        RunSpec run = new RunSpec(
                "later",
                TinyExperiment.on(today).toJson(),
                prepared.resolve("today").toString(),
                today.version(),
                DataTraits.ofImages(3),
                4 + 2 * 7,
                new DataOrigin(4, 1));

        assertThatThrownBy(() -> RunStart.from(run, today, open("run")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("same command"))
                .hasMessageContaining("from step 4 on")
                .hasMessageContaining("that of step 2");
    }

    private JobContext train(String name, PreparedData data, String... settings) throws Exception {
        LocalSpark.session();
        List<String> all = new ArrayList<>(List.of("output=" + directory.resolve(name)));
        all.addAll(List.of(settings));
        JobContext context = new JobContext(
                JobName.TRAIN, TinyExperiment.on(data, all.toArray(String[]::new)), null, new StopSignal());
        try (context) {
            assertThat(new TrainJob().run(context).status()).isNotEqualTo(JobStatus.FAILED);
            return context;
        }
    }

    private CheckpointHeader newest(String name) throws IOException {
        return open(name).header();
    }

    private Checkpoint open(String name) throws IOException {
        return CheckpointStore.open(new Configuration(), directory.resolve(name).toString(), warning -> {
            throw new AssertionError(warning);
        });
    }

    private List<RoundEvent> rounds(String name) throws IOException {
        FileSystem local = FileSystem.getLocal(new Configuration());
        org.apache.hadoop.fs.Path output =
                new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
        return MetricsLog.read(new OutputDirectory(local, output)).stream()
                .filter(RoundEvent.class::isInstance)
                .map(RoundEvent.class::cast)
                .toList();
    }

    private List<String> hashes(String name) throws IOException {
        return rounds(name).stream().map(RoundEvent::parametersHash).toList();
    }

    /** A checkpoint of a run that never changed its data stays what earlier programs read. */
    @Test
    void run_sameData_writesFormatVersion1() throws Exception {
        train("run", yesterday, "training.max-rounds=1", CONTINUE);

        assertThat(newest("run").formatVersion()).isEqualTo(1);
        try (Stream<Path> files = Files.list(directory.resolve("run/checkpoints"))) {
            Path pointer = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(pointer)).containsPattern("\"formatVersion\"\\s*:\\s*1");
        }
    }
}
