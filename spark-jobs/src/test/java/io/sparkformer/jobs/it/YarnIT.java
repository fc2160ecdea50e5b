package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** YARN, with Spark's client for it, which the profile spark-3.5 has: of Spark 4.1 Maven Central lacks it. */
@Tag("cluster")
class YarnIT {
    private static final List<String> ON_YARN = List.of(
            "spark.executor.instances=2",
            // Spark and our jar lie on every machine of this cluster.
            "spark.yarn.jars=local:" + SparkformerCommand.embeddedSpark() + "/jars/*",
            "spark.yarn.am.memory=512m",
            "spark.driver.memory=1g",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.executorEnv.JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1");

    private static final String CLUSTER_MODE = "spark.submit.deployMode=cluster";

    private static HadoopCluster hadoop;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(sparkKnowsYarn(), "the embedded Spark has no spark-yarn: add -Pspark-3.5");
        hadoop = HadoopCluster.hdfsAndYarn();
        TinyProject.data();
    }

    @AfterAll
    static void stop() {
        if (hadoop != null) {
            hadoop.close();
        }
    }

    private static boolean sparkKnowsYarn() throws IOException {
        try (Stream<Path> jars = Files.list(SparkformerCommand.embeddedSpark().resolve("jars"))) {
            return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("spark-yarn_"));
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

    /** Plain paths would mean HDFS, which is the default of this cluster's clients. */
    private static SparkformerCommand train(Path output, String... sparkSettings) {
        List<String> settings =
                Stream.concat(ON_YARN.stream(), Stream.of(sparkSettings)).toList();
        return SparkformerCommand.of(TinyProject.onCluster(settings).toArray(String[]::new))
                .and("--conf", "spark.yarn.stagingDir=" + hadoop.uri() + "/staging")
                .and("train", TinyProject.experiment(), "--master", "yarn", "--output", "file://" + output)
                .set(List.of("data.directory=file://" + TinyProject.data()))
                .with("SPARK_LOCAL_IP", "127.0.0.1")
                .with("HADOOP_CONF_DIR", hadoop.clients().toString());
    }
}
