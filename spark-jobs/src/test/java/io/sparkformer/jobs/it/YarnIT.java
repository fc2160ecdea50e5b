package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** YARN, in client and cluster mode. */
@Tag("cluster")
class YarnIT {
    private static final String CLUSTER_MODE = "spark.submit.deployMode=cluster";

    private static HadoopCluster hadoop;

    @BeforeAll
    static void start() {
        assumeTrue(OnYarn.isPossible(), "the embedded Spark has no spark-yarn: add -Pspark-3.5");
        hadoop = HadoopCluster.hdfsAndYarn();
        TinyProject.data();
    }

    @AfterAll
    static void stop() {
        if (hadoop != null) {
            hadoop.close();
        }
    }

    @Test
    void train_clientModeAndAnExecutorKilled_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("yarn-client");
        FaultDrills drills = FaultDrills.at("train.within-local-steps:round=3:worker=1:step=1");

        drills.arm(train(output)).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    /** The driver is a container too. */
    @Test
    void train_clusterMode_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("yarn-cluster");

        train(output, CLUSTER_MODE).run().expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    /** The first driver dies, YARN starts another, and that one continues from the newest checkpoint. */
    @Test
    void train_clusterModeAndTheDriverKilled_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("yarn-attempts");
        FaultDrills drills = FaultDrills.at("train.before-average:round=4");
        String drill =
                drills.descriptions().get(0) + ":once=" + drills.markers().get(0);

        train(output, CLUSTER_MODE, "spark.yarn.appMasterEnv.SPARKFORMER_FAULT=" + drill, "spark.yarn.maxAppAttempts=2")
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    private static SparkformerCommand train(Path output, String... sparkSettings) {
        return OnYarn.train(hadoop, 2, "file://" + output, TinyProject.PLAIN, List.of(sparkSettings));
    }
}
