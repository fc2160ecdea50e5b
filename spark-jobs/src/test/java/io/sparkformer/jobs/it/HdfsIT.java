package io.sparkformer.jobs.it;

import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Data, checkpoints and reports on HDFS: the same bits as on the local disk. */
@Tag("cluster")
class HdfsIT {
    private static HadoopCluster hadoop;

    @BeforeAll
    static void start() {
        hadoop = HadoopCluster.hdfs();
        prepare();
    }

    @AfterAll
    static void stop() {
        hadoop.close();
    }

    private static void prepare() {
        TinyProject.data();
        SparkformerCommand.of("prepare-images", TinyProject.experiment(), "--master", "local[2]")
                .and("--output", place("data"))
                .run()
                .expect(0);
    }

    @Test
    void train_onHdfsStoppedAndContinued_sameHashAfterEveryRound() throws IOException {
        SparkformerCommand train = train("continued");

        train.set(List.of("training.max-rounds=3")).run().expect(Ended.STOPPED);
        train.run().expect(0);

        fetched("continued").isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    @Test
    void train_driverKilledWhilePublishingACheckpoint_sameHashAfterEveryRound() throws IOException {
        FaultDrills drills = FaultDrills.at("checkpoint.publish");
        SparkformerCommand train = drills.arm(train("killed"));

        train.run().expect(Ended.KILLED);
        train.run().expect(0);

        fetched("killed").isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    /** The name node and its data node answer nothing for a while; clients wait, and nothing is lost or written twice. */
    @Test
    void train_hdfsStallsForAWhile_sameHashAfterEveryRound() throws Exception {
        Running running = train("stalled").start();
        running.awaitUntil(() -> exists("stalled/checkpoints/checkpoint-00000001.json"), "first checkpoint");

        hadoop.server().pause();
        Thread.sleep(5_000);
        hadoop.server().resume();

        running.await().expect(0);
        fetched("stalled").isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    private static SparkformerCommand train(String name) {
        return SparkformerCommand.of("train", TinyProject.experiment(), "--master", "local[2]")
                .and("--output", place(name))
                .set(List.of("data.directory=" + place("data")));
    }

    private static String place(String name) {
        return hadoop.uri() + "/sparkformer/" + name;
    }

    private static boolean exists(String name) {
        try (FileSystem hdfs = hadoop.fileSystem()) {
            return hdfs.exists(new org.apache.hadoop.fs.Path(place(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TrainingOutput fetched(String name) throws IOException {
        Path copy = TinyProject.newPlace("fetched");
        try (FileSystem hdfs = hadoop.fileSystem()) {
            hdfs.copyToLocalFile(
                    new org.apache.hadoop.fs.Path(place(name)), new org.apache.hadoop.fs.Path(copy.toString()));
        }
        return new TrainingOutput(copy);
    }
}
