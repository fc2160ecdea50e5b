package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver dies by signal 9, wherever it is; the same command goes on, and nothing shows in the result. */
class DriverKillIT {
    /** One run, killed at every point there is, in the order in which it comes to them. Replicas run in the driver. */
    @Test
    void train_killedAtEveryPointOneAfterTheOther_sameHashAfterEveryRound() {
        FaultDrills drills = FaultDrills.at(
                "train.before-local-steps:round=1:worker=2",
                "checkpoint.write",
                "checkpoint.publish",
                "train.within-local-steps:round=3:worker=0:step=2",
                "train.after-local-steps:round=4:worker=1",
                "train.before-average:round=5",
                "train.after-round:round=6");

        killEachAndFinish(drills, "local[2]", TinyProject.STATEFUL);
    }

    static Stream<Arguments> matrix() {
        List<Arguments> matrix = new ArrayList<>();
        for (List<String> settings : List.of(TinyProject.PLAIN, TinyProject.STATEFUL)) {
            for (int round = 1; round <= 6; round++) {
                String keys = ":round=" + round;
                matrix.add(Arguments.of("local[2]", "train.before-local-steps" + keys + ":worker=0", settings));
                matrix.add(Arguments.of("local[1]", "train.within-local-steps" + keys + ":worker=1:step=1", settings));
                matrix.add(Arguments.of("local[2]", "train.after-local-steps" + keys + ":worker=1", settings));
                matrix.add(Arguments.of("local[2]", "train.before-average" + keys, settings));
                matrix.add(Arguments.of("local[2]", "train.after-round" + keys, settings));
            }
            for (String cluster : List.of("local-cluster[2,1,1024]")) {
                matrix.add(Arguments.of(cluster, "train.before-average:round=3", settings));
                matrix.add(Arguments.of(cluster, "train.after-round:round=4", settings));
                matrix.add(Arguments.of(cluster, "checkpoint.write", settings));
                matrix.add(Arguments.of(cluster, "checkpoint.publish", settings));
            }
        }
        return matrix.stream();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("matrix")
    void train_killedOnce_sameHashAfterEveryRound(String master, String drill, List<String> settings) {
        killEachAndFinish(FaultDrills.at(drill), master, settings);
    }

    /** Checkpoints have no number in a drill: the first rounds run undisturbed, so that a later one is meant. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("laterCheckpoints")
    void train_killedAtALaterCheckpoint_sameHashAfterEveryRound(String drill, int roundsBefore) {
        Path output = TinyProject.newPlace("killed");
        SparkformerCommand train = TinyProject.train("local[2]", output, TinyProject.STATEFUL);
        train.set(List.of("training.max-rounds=" + roundsBefore)).run().expect(Ended.STOPPED);

        killEachAndFinish(FaultDrills.at(drill), train, output, TinyProject.STATEFUL);
    }

    static Stream<Arguments> laterCheckpoints() {
        return Stream.of("checkpoint.write", "checkpoint.publish")
                .flatMap(drill -> Stream.of(1, 2, 4, 5).map(rounds -> Arguments.of(drill, rounds)));
    }

    private static void killEachAndFinish(FaultDrills drills, String master, List<String> settings) {
        Path output = TinyProject.newPlace("killed");
        killEachAndFinish(drills, TinyProject.train(master, output, settings), output, settings);
    }

    private static void killEachAndFinish(
            FaultDrills drills, SparkformerCommand train, Path output, List<String> settings) {
        TrainingOutput undisturbed = TinyProject.undisturbed(settings);
        TrainingOutput killed = new TrainingOutput(output);
        SparkformerCommand armed = drills.arm(train);
        for (int kills = 1; kills <= drills.descriptions().size(); kills++) {
            armed.run().expect(Ended.KILLED);
            assertThat(drills.struck()).hasSize(kills);
            killed.newestCheckpoint()
                    .ifPresent(checkpoint -> assertThat(checkpoint.round()).isPositive());
            killed.isTheBeginningOf(undisturbed);
        }
        armed.run().expect(0);
        killed.isTheSameAs(undisturbed);
    }
}
