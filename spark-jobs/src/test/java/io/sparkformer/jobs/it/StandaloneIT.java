package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.cluster.StandaloneCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Training on a standalone cluster of two workers, whose processes may die or stall; the hash after every round must be that of a
 * run in one undisturbed process. {@code FaultTableIT} has more of this.
 */
class StandaloneIT {
    /** Long enough for a signal after the third round to meet a run at work. */
    private static final List<String> LONG =
            List.of("training.epochs=12", "training.checkpoint-every-rounds=6", "training.evaluate-every-rounds=20");

    /** Long enough for a master to give up a worker, and to take it back. */
    private static final List<String> LONGER =
            List.of("training.epochs=48", "training.checkpoint-every-rounds=12", "training.evaluate-every-rounds=80");

    /** So that whoever stalls is given up within seconds; by default it takes two minutes. */
    private static final List<String> IMPATIENT = List.of(
            "spark.network.timeout=10s", "spark.executor.heartbeatInterval=2s", "spark.network.timeoutInterval=2s");

    private static final List<String> CLUSTER_MODE =
            List.of("spark.submit.deployMode=cluster", "spark.standalone.submit.waitAppCompletion=true");

    private StandaloneCluster cluster;

    @BeforeEach
    void start() {
        cluster = StandaloneCluster.start(SparkformerCommand.embeddedSpark(), 2, Map.of("spark.worker.timeout", "6"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void train_executorKilledWithinItsSteps_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("standalone");
        FaultDrills drills = FaultDrills.at("train.within-local-steps:round=3:worker=1:step=1");

        drills.arm(train(output, TinyProject.PLAIN, List.of())).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    @Tag("cluster")
    @Test
    void train_everyWorkerKilledAndOthersStarted_sameHashAfterEveryRound() {
        disturb(LONG, List.of(), () -> {
            cluster.workers().forEach(worker -> worker.kill());
            cluster.addWorker();
            cluster.addWorker();
        });
    }

    /** The master gives the worker up and tells the driver; its executor is still there, and must not count. */
    @Tag("cluster")
    @Test
    void train_workerStallsAndComesBack_sameHashAfterEveryRound() {
        disturb(LONGER, IMPATIENT, () -> {
            cluster.workers().get(1).pause();
            cluster.awaitWorkers(1);
            cluster.workers().get(1).resume();
        });
    }

    /** A driver on a worker: the end that it is told to come to leaves a checkpoint, from which the same command goes on. */
    @Tag("cluster")
    @Test
    void train_clusterModeAndTheDriverTerminated_goesOnToTheSameHashes() {
        TrainingOutput output = new TrainingOutput(TinyProject.newPlace("standalone"));
        TrainingOutput undisturbed = TinyProject.undisturbed(LONG);
        SparkformerCommand train = train(output.directory(), LONG, CLUSTER_MODE);

        Running running = train.start();
        running.awaitUntil(() -> output.roundsSoFar() >= 3, "third round");
        cluster.drivers().forEach(ProcessHandle::destroy);
        running.await();
        assertThat(output.summary("complete").asBoolean()).isFalse();
        train.run().expect(0);

        output.isTheSameAs(undisturbed);
    }

    private void disturb(List<String> settings, List<String> sparkSettings, Runnable disturbance) {
        TrainingOutput output = new TrainingOutput(TinyProject.newPlace("standalone"));
        TrainingOutput undisturbed = TinyProject.undisturbed(settings);
        Running running = train(output.directory(), settings, sparkSettings).start();

        running.awaitUntil(() -> output.roundsSoFar() >= 3, "third round");
        disturbance.run();
        assertThat(running.process().isAlive()).as("disturbed in time").isTrue();

        running.await().expect(0);
        output.isTheSameAs(undisturbed);
    }

    private SparkformerCommand train(Path output, List<String> settings, List<String> sparkSettings) {
        return TinyProject.trainOnCluster(cluster.url(), output.toString(), settings, sparkSettings);
    }
}
