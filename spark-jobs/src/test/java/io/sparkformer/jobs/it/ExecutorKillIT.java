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

/** An executor dies by signal 9; Spark tries its task again elsewhere, and nothing shows in the result. */
class ExecutorKillIT {
    private static final String CLUSTER = "local-cluster[2,1,1024]";

    /** Three executors of one run, one after the other. */
    @Test
    void train_executorsKilledBeforeWithinAndAfterTheirSteps_sameHashAfterEveryRound() {
        FaultDrills drills = FaultDrills.at(
                "train.before-local-steps:round=1:worker=0",
                "train.within-local-steps:round=3:worker=1:step=1",
                "train.after-local-steps:round=5:worker=0");

        runThrough(drills, TinyProject.PLAIN);
    }

    static Stream<Arguments> matrix() {
        List<Arguments> matrix = new ArrayList<>();
        for (List<String> settings : List.of(TinyProject.PLAIN, TinyProject.STATEFUL)) {
            for (int round : new int[] {1, 2, 6}) {
                for (int worker = 0; worker < 2; worker++) {
                    String keys = ":round=" + round + ":worker=" + worker;
                    matrix.add(Arguments.of("train.before-local-steps" + keys, settings));
                    matrix.add(Arguments.of("train.within-local-steps" + keys + ":step=1", settings));
                    matrix.add(Arguments.of("train.after-local-steps" + keys, settings));
                }
            }
        }
        return matrix.stream();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("matrix")
    void train_executorKilled_sameHashAfterEveryRound(String drill, List<String> settings) {
        runThrough(FaultDrills.at(drill), settings);
    }

    /** Both executors, and then the driver: nothing of the process group that began is left. */
    @Tag("slow")
    @Test
    void train_everyProcessKilled_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("killed");
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=2:worker=0:step=0",
                "train.within-local-steps:round=2:worker=1:step=1",
                "train.before-average:round=2");
        SparkformerCommand train = drills.arm(TinyProject.train(CLUSTER, output, TinyProject.PLAIN));

        train.run().expect(Ended.KILLED);
        train.run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    private static void runThrough(FaultDrills drills, List<String> settings) {
        Path output = TinyProject.newPlace("executor-killed");

        drills.arm(TinyProject.train(CLUSTER, output, settings)).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(settings));
    }
}
