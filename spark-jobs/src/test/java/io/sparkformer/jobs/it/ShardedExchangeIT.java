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

    /** Four executors of one run, one after the other, each with half of what there is. */
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
    @Tag("cluster")
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
    @Tag("cluster")
    @Test
    void train_compressedExchangesInTurn_sameHashAfterEveryRound() {
        inTurn(compressed("{type=int8}"));
    }

    private static List<String> compressed(String compression) {
        return Stream.concat(TinyProject.STATEFUL.stream(), Stream.of("training.compression=" + compression))
                .toList();
    }

    /** Both executors die in one round: the state is gone, and training goes back to the checkpoint by itself. */
    @Test
    void train_bothHoldersKilled_goesBackAndComesToTheSameHashes() {
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=4:worker=0:step=1", "train.within-local-steps:round=4:worker=1:step=1");

        TrainingOutput output = train(CLUSTER, drills, TinyProject.PLAIN);

        assertThat(output.summary("setbacks").asInt()).isBetween(0, 2);
    }

    @Tag("cluster")
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

    @Tag("cluster")
    @ParameterizedTest
    @MethodSource("matrix")
    void train_executorKilled_sameHashAfterEveryRound(String drill, List<String> settings) {
        train(CLUSTER, FaultDrills.at(drill), settings);
    }

    /** What one exchange has saved, the other goes on from. */
    @Tag("cluster")
    @Test
    void train_exchangesInTurn_sameHashAfterEveryRound() {
        inTurn(TinyProject.STATEFUL);
    }

    private static void inTurn(List<String> settings) {
        Path output = TinyProject.newPlace("in-turn");
        for (int rounds = 1; rounds < 6; rounds += 2) { // of six
            String exchange = "training.exchange=" + (rounds == 3 ? "driver" : "sharded");
            TinyProject.train(CLUSTER, output, settings)
                    .set(List.of(exchange, "training.max-rounds=" + rounds))
                    .run()
                    .expect(Ended.STOPPED);
        }
        TinyProject.train("local[2]", output, settings).run().expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(settings));
    }

    private static TrainingOutput train(String master, FaultDrills drills, List<String> settings) {
        Path output = TinyProject.newPlace("sharded");

        drills.arm(TinyProject.train(master, output, settings).set(List.of(SHARDED)))
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        TrainingOutput trained = new TrainingOutput(output);
        trained.isTheSameAs(TinyProject.undisturbed(settings));
        return trained;
    }
}
