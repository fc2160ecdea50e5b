package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping in good order, by a signal or a limit, and going on. */
class StopAndResumeIT {
    /** So many rounds that the signal arrives long before the last. */
    private static final List<String> LONG = List.of("training.epochs=2000");

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,1024]"})
    void train_terminated_stopsWithACheckpointAndGoesOnWithTheSameBits(String master) {
        TrainingOutput run = new TrainingOutput(TinyProject.newPlace("terminated"));
        Running running = TinyProject.train(master, run.directory(), LONG).start();
        running.awaitFile(run.checkpoints().resolve("checkpoint-00000001.json"));

        running.terminate().await().expect(Ended.STOPPED).says("SIGTERM").saysItPlainly();

        long rounds = run.summary("rounds").asLong();
        assertThat(run.summary("status").asText()).isEqualTo("stopped");
        assertThat(run.newestCheckpoint().orElseThrow().round())
                .isEqualTo(rounds)
                .isPositive();
        assertThat(run.hashes()).hasSize((int) rounds);

        TrainingOutput resumed = stopAfter(rounds + 3, run.directory());
        TrainingOutput undisturbed = stopAfter(rounds + 3, TinyProject.newPlace("undisturbed"));
        assertThat(resumed.hashes()).hasSize((int) rounds + 3).isEqualTo(undisturbed.hashes());
        assertThat(resumed.summary("parametersSha256")).isEqualTo(undisturbed.summary("parametersSha256"));
        assertThat(resumed.summary("samples")).isEqualTo(undisturbed.summary("samples"));
    }

    /** Three seconds are over long before two thousand epochs are. */
    @Test
    void train_maxMinutes_stopsWithACheckpointOfTheLastRound() {
        TrainingOutput run = new TrainingOutput(TinyProject.newPlace("limited"));

        TinyProject.train("local-cluster[2,1,1024]", run.directory(), LONG)
                .and("--max-minutes", "0.05")
                .run()
                .expect(Ended.STOPPED)
                .saysItPlainly();

        long rounds = run.summary("rounds").asLong();
        assertThat(rounds).isPositive();
        assertThat(run.newestCheckpoint().orElseThrow().round()).isEqualTo(rounds);
        assertThat(run.summary("complete").asBoolean()).isFalse();
    }

    private static TrainingOutput stopAfter(long rounds, Path output) {
        List<String> settings = new ArrayList<>(LONG);
        settings.add("training.max-rounds=" + rounds);
        TinyProject.train("local[2]", output, settings).run().expect(Ended.STOPPED);
        TrainingOutput stopped = new TrainingOutput(output);
        assertThat(stopped.summary("rounds").asLong()).isEqualTo(rounds);
        return stopped;
    }
}
