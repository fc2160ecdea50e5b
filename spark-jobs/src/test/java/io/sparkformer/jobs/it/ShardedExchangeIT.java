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
import org.junit.jupiter.params.provider.ValueSource;

/** The state lies on executors and nowhere else. They die by signal 9, and nothing shows in the result. */
class ShardedExchangeIT {
    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final String SHARDED = "training.exchange=sharded";
    private static final List<String> OFF_HEAP =
            List.of("--conf", "spark.memory.offHeap.enabled=true", "--conf", "spark.memory.offHeap.size=64m");

    /** Four executors of one run, one after the other, each with half of what there is. */
    @Tag("slow")
    @Test
    void train_executorsKilledInEveryStage_sameHashAfterEveryRound() {
        FaultDrills drills = FaultDrills.at(
                "train.before-local-steps:round=2:worker=1",
                "train.after-local-steps:round=3:worker=0",
                "train.average-part:round=4:part=0",
                "train.after-average-part:round=5:part=0");

        TrainingOutput output = train(CLUSTER, drills, TinyProject.STATEFUL);

        assertThat(output.summary("setbacks").asInt()).isZero();
    }

    /** What compression has left of the replicas' differences dies with none of them. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"{type=int8}", "{type=top-k, kept-fraction=0.05}"})
    void train_compressedAndExecutorsKilled_sameHashAfterEveryRound(String compression) {
        FaultDrills drills = FaultDrills.at(
                "train.after-local-steps:round=2:worker=1",
                "train.average-part:round=3:part=0",
                "train.after-average-part:round=4:part=0");

        TrainingOutput output = train(CLUSTER, drills, compressed(compression));

        assertThat(output.summary("setbacks").asInt()).isZero();
    }

    /** Compressed, on other numbers of executors, by another exchange, and in several goes. */
    @Tag("slow")
    @Test
    void train_compressedExchangesInTurn_sameHashAfterEveryRound() {
        inTurn(compressed("{type=int8}"));
    }

    private static List<String> compressed(String compression) {
        return Stream.concat(TinyProject.STATEFUL.stream(), Stream.of("training.compression=" + compression))
                .toList();
    }

    /** Both executors die in one round: the state, outside the heap, is gone, and training goes back to the checkpoint by itself. */
    @Test
    void train_bothHoldersKilled_goesBackAndComesToTheSameHashes() {
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=4:worker=0:step=1", "train.within-local-steps:round=4:worker=1:step=1");

        TrainingOutput output = train(OFF_HEAP, CLUSTER, drills, TinyProject.PLAIN);

        assertThat(output.summary("setbacks").asInt()).isBetween(0, 2);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"local[1]", "local[4]", "local-cluster[1,1,1024]", "local-cluster[3,1,1024]"})
    void train_anyMaster_sameHashAfterEveryRound(String master) {
        train(master, FaultDrills.at(), TinyProject.STATEFUL);
    }

    static Stream<Arguments> matrix() {
        List<Arguments> matrix = new ArrayList<>();
        for (List<String> settings : List.of(TinyProject.PLAIN, TinyProject.STATEFUL)) {
            for (int round : new int[] {1, 2, 6}) {
                for (String point : List.of("train.before-local-steps", "train.after-local-steps")) {
                    matrix.add(Arguments.of(point + ":round=" + round + ":worker=1", settings));
                }
                matrix.add(Arguments.of("train.average-part:round=" + round, settings));
                matrix.add(Arguments.of("train.after-average-part:round=" + round, settings));
            }
        }
        return matrix.stream();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("matrix")
    void train_executorKilled_sameHashAfterEveryRound(String drill, List<String> settings) {
        train(CLUSTER, FaultDrills.at(drill), settings);
    }

    /** What one exchange has saved, the other goes on from. */
    @Tag("slow")
    @Test
    void train_exchangesInTurn_sameHashAfterEveryRound() {
        inTurn(TinyProject.STATEFUL);
    }

    private static void inTurn(List<String> settings) {
        Path output = TinyProject.newPlace("in-turn");
        goOn(CLUSTER, output, settings, "sharded", 2).expect(Ended.STOPPED);
        goOn(CLUSTER, output, settings, "driver", 4).expect(Ended.STOPPED);
        goOn("local-cluster[3,1,1024]", output, settings, "sharded", 6).expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(settings));
    }

    private static Ended goOn(String master, Path output, List<String> settings, String exchange, int rounds) {
        return TinyProject.train(master, output, settings)
                .set(List.of("training.exchange=" + exchange, "training.max-rounds=" + rounds))
                .run();
    }

    private static TrainingOutput train(String master, FaultDrills drills, List<String> settings) {
        return train(List.of(), master, drills, settings);
    }

    private static TrainingOutput train(
            List<String> options, String master, FaultDrills drills, List<String> settings) {
        Path output = TinyProject.newPlace("sharded");

        drills.arm(TinyProject.train(options, master, output, settings).set(List.of(SHARDED)))
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        TrainingOutput trained = new TrainingOutput(output);
        trained.isTheSameAs(TinyProject.undisturbed(settings));
        return trained;
    }
}
