package io.sparkformer.jobs.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.cluster.Signals;
import java.util.List;

/** What happens to executors. Training goes on by itself, whatever it is. */
final class ExecutorFaults {
    private static final int SOON = 4;

    /** So that whoever stalls is given up within seconds; by default it takes two minutes. */
    static final String[] IMPATIENT = {
        "spark.network.timeout=10s", "spark.executor.heartbeatInterval=2s", "spark.network.timeoutInterval=2s"
    };

    private static final int TURNS = 4;
    private static final int STOPPED_MILLISECONDS = 2_000;
    private static final int AT_WORK_MILLISECONDS = 300;

    private ExecutorFaults() {}

    static void killedTraining(Stage stage) {
        stage.arm("train.within-local-steps:round=5:worker=1:step=1", "train.after-local-steps:round=20:worker=3");
        stage.start();
        stage.finish();
    }

    static void killedAveraging(Stage stage) {
        stage.arm("train.average-part:round=5:part=0", "train.after-average-part:round=20:part=0");
        stage.start();
        stage.finish();
    }

    static void endedInSequence(Stage stage) throws InterruptedException {
        stage.start();
        awaitAnyMoment(stage, SOON);
        stage.anExecutor().destroy();
        awaitAnyMoment(stage, 4 * SOON);
        stage.anExecutor().destroyForcibly();
        stage.finish();
        expectSeen(stage, "executors lost");
    }

    private static void awaitAnyMoment(Stage stage, int round) throws InterruptedException {
        stage.awaitRound(round + stage.draw(SOON));
        Thread.sleep(stage.draw(200));
        stage.expectAtWork();
    }

    static void allKilled(Stage stage) {
        stage.start();
        stage.awaitRound(SOON + stage.draw(SOON));
        List<ProcessHandle> all = stage.executors(stage.faultCase().executors());
        stage.expectAtWork();
        all.forEach(ProcessHandle::destroyForcibly);
        stage.finish();
        expectSeen(stage, "executors lost");
    }

    static void stopped(Stage stage) {
        stage.spark(IMPATIENT);
        stage.start();
        stage.awaitRound(SOON);
        Signals.pause(stage.anExecutor());
        stage.expectAtWork();
        stage.finish();
        expectSeen(stage, "executors lost");
    }

    static void slow(Stage stage) throws InterruptedException {
        stage.spark(
                "spark.speculation=true",
                "spark.speculation.interval=100ms",
                "spark.speculation.quantile=0.5",
                "spark.speculation.multiplier=1.5",
                "spark.speculation.minTaskRuntime=100ms",
                "spark.speculation.task.duration.threshold=1s");
        stage.start();
        stage.awaitRound(SOON);
        ProcessHandle executor = stage.anExecutor();
        // Whether there is a task to be repeated depends on where in a round it is stopped.
        // The last executor ends before the run does.
        for (int turn = 0;
                (turn < TURNS || stage.events().count("speculative tasks") == 0) && Signals.pauseIfAlive(executor);
                turn++) {
            Thread.sleep(STOPPED_MILLISECONDS);
            Signals.resume(executor);
            Thread.sleep(AT_WORK_MILLISECONDS + stage.draw(AT_WORK_MILLISECONDS));
        }
        stage.finish();
        expectSeen(stage, "speculative tasks");
    }

    static void decommissioned(Stage stage) {
        stage.spark(
                "spark.decommission.enabled=true",
                // It goes when it has nothing left to hand over, or then: every round has new blocks.
                "spark.executor.decommission.forceKillTimeout=5s",
                "spark.storage.decommission.enabled=true",
                "spark.storage.decommission.rddBlocks.enabled=true",
                "spark.storage.decommission.shuffleBlocks.enabled=true");
        stage.start();
        stage.awaitRound(SOON);
        Signals.powerFails(stage.anExecutor());
        stage.expectAtWork();
        stage.finish();
        expectSeen(stage, "executors lost");
    }

    static void expectSeen(Stage stage, String what) {
        assertThat(stage.events().count(what))
                .as(what + ", by Spark's own events")
                .isPositive();
    }
}
