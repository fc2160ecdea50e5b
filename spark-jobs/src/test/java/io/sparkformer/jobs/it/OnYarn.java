package io.sparkformer.jobs.it;

import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Training on YARN, with Spark's client for it, which the profile spark-3.5 has: of Spark 4.1 Maven Central lacks it. */
public final class OnYarn {
    private OnYarn() {}

    /** Whether the embedded Spark has the client. */
    public static boolean isPossible() {
        try (Stream<Path> jars = Files.list(SparkformerCommand.embeddedSpark().resolve("jars"))) {
            return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("spark-yarn_"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Training on a mini cluster.
     *
     * @param output with its scheme: plain paths would mean HDFS, which is the default of this cluster's clients
     * @param sparkSettings {@code key=value} for Spark, over those here
     */
    public static SparkformerCommand train(
            HadoopCluster hadoop, int executors, String output, List<String> settings, List<String> sparkSettings) {
        List<String> all = new ArrayList<>(List.of(
                "spark.executor.instances=" + executors,
                // With the overhead of 384 MB it is a container of 1 GB: one for each of four executors, and the
                // master.
                "spark.executor.memory=640m",
                // Spark and our jar lie on every machine of this cluster.
                "spark.yarn.jars=local:" + SparkformerCommand.embeddedSpark() + "/jars/*",
                "spark.yarn.stagingDir=" + hadoop.uri() + "/staging",
                "spark.yarn.am.memory=512m",
                "spark.driver.memory=1g",
                "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
                "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
                "spark.executorEnv.JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        all.addAll(sparkSettings);
        return SparkformerCommand.of(all.stream()
                        .flatMap(setting -> Stream.of("--conf", setting))
                        .toArray(String[]::new))
                .and("train", TinyProject.experiment(), "--master", "yarn", "--output", output)
                .set(List.of("data.directory=file://" + TinyProject.data()))
                .set(settings)
                .with("SPARK_LOCAL_IP", "127.0.0.1")
                .with("HADOOP_CONF_DIR", hadoop.clients().toString());
    }
}
