package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.runtime.TinyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may change between a run and its continuation, and what may not. The run was stopped after four rounds. */
class ResumeIT {
    @SuppressWarnings("NullAway.Init") // below
    private static TrainingOutput stopped;

    @BeforeAll
    static void stopAfterFourRounds() {
        stopped = new TrainingOutput(TinyProject.newPlace("stopped"));
        TinyProject.train("local[2]", stopped.directory(), List.of("training.max-rounds=4"))
                .run()
                .expect(Ended.STOPPED);
        assertThat(stopped.hashes()).hasSize(4);
    }

    @Test
    void train_changedNumericKeys_refusedWithKeysAndValues() throws IOException {
        Path copy = TinyProject.copy(stopped.directory());

        resume(copy, "training.batch-size=6", "seed=2")
                .expect(1)
                .says("training.batch-size was 5", "is 6 now", "seed was 1", "is 2 now", "--output")
                .saysItPlainly();

        expectUntouched(copy);
    }

    @Test
    void train_otherData_refused() throws IOException {
        Path copy = TinyProject.copy(stopped.directory());
        Path other = TinyProject.newPlace("other-data");
        new TinyData(9, TinyProject.CLASSES).write(other, TinyProject.SAMPLES);

        resume(copy, "data.directory=" + other)
                .expect(1)
                .says("other data", other.toString())
                .saysItPlainly();

        expectUntouched(copy);
    }

    @Test
    void train_changedOperationalKeysAndMaster_goesOnWithTheSameBits() throws IOException {
        Path copy = TinyProject.copy(stopped.directory());

        TinyProject.train(
                        "local[1]", copy, List.of("training.checkpoint-every-rounds=3", "training.keep-checkpoints=1"))
                .run()
                .expect(0)
                .says("resuming after round 4");

        TrainingOutput resumed = new TrainingOutput(copy);
        resumed.isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
        assertThat(resumed.summary("resumedAfterRound").asLong()).isEqualTo(4);
    }

    @Test
    void train_newestCheckpointCorrupt_passedOverWithAWarning() throws IOException {
        Path copy = TinyProject.copy(stopped.directory());
        flipBit(copy.resolve("checkpoints/step-000000000008/model.safetensors"));

        resume(copy)
                .expect(0)
                .says(
                        "passing over a damaged checkpoint",
                        "step-000000000008/model.safetensors",
                        "resuming after round 2");

        new TrainingOutput(copy).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    @Test
    void train_allCheckpointsCorrupt_failsAndTouchesNothing() throws IOException {
        Path copy = TinyProject.copy(stopped.directory());
        flipBit(copy.resolve("checkpoints/step-000000000008/optimizer.safetensors"));
        flipBit(copy.resolve("checkpoints/step-000000000004/state.json"));

        resume(copy).expect(1).says("None of the 2 checkpoints", "--output").saysItPlainly();

        assertThat(new TrainingOutput(copy).hashes()).isEqualTo(stopped.hashes());
        assertThat(copy.resolve("checkpoints/step-000000000004")).exists();
    }

    private static Ended resume(Path output, String... settings) {
        return TinyProject.train("local[2]", output, List.of(settings)).run();
    }

    /** A refused run leaves everything as it was, but says in its summary that it failed. */
    private static void expectUntouched(Path copy) throws IOException {
        TrainingOutput output = new TrainingOutput(copy);
        assertThat(output.hashes()).isEqualTo(stopped.hashes());
        assertThat(output.newestCheckpoint().orElseThrow().round()).isEqualTo(4);
        assertThat(copy.resolve("configuration.json"))
                .hasSameTextualContentAs(stopped.directory().resolve("configuration.json"));
        assertThat(output.summary("status").asText()).isEqualTo("failed");
        assertThat(output.summary("error").get("remedy").asText()).isNotBlank();
    }

    private static void flipBit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
