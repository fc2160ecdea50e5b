package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.runtime.TinyData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that goes on with new data is killed in the middle of them, and comes out with the bits of one that was not. */
class ContinuationIT {
    private static final String NEW_DATA = "--continue-on-new-data";

    @SuppressWarnings("NullAway.Init") // below
    private static TrainingOutput yesterday;

    @SuppressWarnings("NullAway.Init") // below
    private static Path today;

    @BeforeAll
    static void trainUntilTonight() throws IOException {
        yesterday = new TrainingOutput(TinyProject.newPlace("yesterday"));
        TinyProject.train("local[2]", yesterday.directory(), List.of("training.max-rounds=3"))
                .run()
                .expect(Ended.STOPPED);
        today = TinyProject.newPlace("today");
        new TinyData(9, TinyProject.CLASSES).write(today, TinyProject.SAMPLES);
    }

    @Test
    void train_newDataKilledTwice_sameBitsAsUndisturbed() throws IOException {
        TrainingOutput undisturbed = new TrainingOutput(TinyProject.copy(yesterday.directory()));
        goOn(undisturbed.directory())
                .run()
                .expect(0)
                .says("going on with new data; those before were left after 6 of 21 steps, 4 of 64 samples of the open"
                        + " epoch untrained");

        TrainingOutput killed = new TrainingOutput(TinyProject.copy(yesterday.directory()));
        // Before the first checkpoint of the new phase (every second round), and in the middle of it.
        goOn(killed.directory())
                .with("SPARKFORMER_FAULT", drill("train.before-average:round=4"))
                .run()
                .expect(Ended.KILLED);
        goOn(killed.directory())
                .with("SPARKFORMER_FAULT", drill("train.after-round:round=7"))
                .run()
                .expect(Ended.KILLED);
        goOn(killed.directory()).run().expect(0);

        killed.isTheSameAs(undisturbed);
        assertThat(killed.hashes().subList(0, 3)).isEqualTo(yesterday.hashes());
        assertThat(killed.summary("earlierData")).isEqualTo(undisturbed.summary("earlierData"));
    }

    /** Executors take the state with them, before the first checkpoint of the new phase and behind it. */
    @Tag("slow")
    @Test
    void train_newDataStateLostTwice_sameBitsAsUndisturbed() throws IOException {
        TrainingOutput undisturbed = new TrainingOutput(TinyProject.copy(yesterday.directory()));
        goOn("local[2]", undisturbed.directory()).run().expect(0);
        TrainingOutput lost = new TrainingOutput(TinyProject.copy(yesterday.directory()));
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=4:worker=0:step=1",
                "train.within-local-steps:round=4:worker=1:step=1",
                "train.within-local-steps:round=7:worker=0:step=1",
                "train.within-local-steps:round=7:worker=1:step=1");

        drills.arm(goOn("local-cluster[2,1,1024]", lost.directory()).and("--set", "training.exchange=sharded"))
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        lost.isTheSameAs(undisturbed);
    }

    private static String drill(String point) {
        return point + ":once=" + TinyProject.newPlace("struck");
    }

    private static SparkformerCommand goOn(Path output) {
        return goOn("local[2]", output);
    }

    private static SparkformerCommand goOn(String master, Path output) {
        List<String> settings = new ArrayList<>(List.of("data.directory=" + today));
        return TinyProject.train(master, output, settings).and(NEW_DATA);
    }
}
