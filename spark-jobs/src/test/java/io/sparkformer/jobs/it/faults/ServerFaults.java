package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.TrainingOutput;
import io.sparkformer.jobs.it.cluster.HadoopCluster;
import io.sparkformer.jobs.it.cluster.ServerProcess;
import io.sparkformer.jobs.it.cluster.Signals;
import io.sparkformer.jobs.it.cluster.StandaloneCluster;
import java.util.List;

/** What happens to the processes around executors. */
final class ServerFaults {
    private static final int SOON = 4;
    private static final int HDFS_AWAY_MILLISECONDS = 5_000;
    private static final int MASTER_STOPPED_MILLISECONDS = 10_000;
    private static final int DRIVER_STOPPED_MILLISECONDS = 15_000;

    private ServerFaults() {}

    static void workerKilled(Stage stage) {
        StandaloneCluster cluster = ((StandaloneSite) stage.site()).cluster();
        stage.start();
        stage.awaitRound(SOON);
        cluster.workers().get(0).kill();
        stage.expectAtWork();
        cluster.addWorker();
        stage.finish();
        ExecutorFaults.expectSeen(stage, "executors lost");
    }

    /** As a machine that freezes and wakes up: its executors come back with tasks that others have done meanwhile. */
    static void workerStopped(Stage stage) {
        StandaloneCluster cluster = ((StandaloneSite) stage.site()).cluster();
        stage.spark(ExecutorFaults.IMPATIENT);
        stage.start();
        stage.awaitRound(SOON);
        ServerProcess worker = cluster.workers().get(0);
        List<ProcessHandle> executors = worker.process().descendants().toList();
        worker.pause();
        executors.forEach(Signals::pause);
        stage.expectAtWork();
        cluster.awaitWorkers(stage.faultCase().executors() - 1);
        worker.resume();
        executors.forEach(Signals::resume);
        stage.finish();
        ExecutorFaults.expectSeen(stage, "executors lost");
    }

    /** The application goes on without a master; whether it goes on with the next one is another question. */
    static void masterKilled(Stage stage) {
        StandaloneCluster cluster = ((StandaloneSite) stage.site()).cluster();
        stage.start();
        stage.awaitRound(SOON);
        cluster.master().kill();
        stage.awaitRound(SOON + 10);
        stage.expectAtWork();
        cluster.restartMaster();
        stage.finish();
        cluster.awaitWorkers(stage.faultCase().executors());
    }

    /** When it wakes up, it has heard of no worker for too long. */
    static void masterStopped(Stage stage) throws InterruptedException {
        StandaloneCluster cluster = ((StandaloneSite) stage.site()).cluster();
        stage.start();
        stage.awaitRound(SOON);
        cluster.master().pause();
        stage.expectAtWork();
        Thread.sleep(MASTER_STOPPED_MILLISECONDS);
        cluster.master().resume();
        stage.finish();
        cluster.awaitWorkers(stage.faultCase().executors());
    }

    static void driverStopped(Stage stage) throws InterruptedException {
        stage.spark(ExecutorFaults.IMPATIENT);
        stage.start();
        stage.awaitRound(SOON + stage.draw(SOON));
        stage.expectAtWork();
        Signals.pause(stage.driver().toHandle());
        Thread.sleep(DRIVER_STOPPED_MILLISECONDS);
        Signals.resume(stage.driver().toHandle());
        stage.finish();
    }

    static void driverKilled(Stage stage) throws InterruptedException {
        stage.start();
        stage.awaitRound(2 * SOON + stage.draw(SOON));
        Thread.sleep(stage.draw(200));
        stage.expectAtWork();
        stage.driver().destroyForcibly();
        stage.arm("train.before-average:round=25");
        stage.resumeAfterKill();
        stage.resumeAfterKill();
        stage.finish();
    }

    static void hdfsAway(Stage stage) throws InterruptedException {
        HadoopCluster hadoop = stage.hadoop();
        stage.writeTo(new OutputPlace.Hdfs(hadoop, "run"));
        stage.start();
        stage.awaitRound(1);
        hadoop.server().pause();
        Thread.sleep(HDFS_AWAY_MILLISECONDS);
        hadoop.server().resume();
        stage.finish();
    }

    static void twoApplications(Stage stage) throws Exception {
        stage.share(stage.faultCase().executors() / 2);
        OutputPlace elsewhere = OutputPlace.Local.create();
        Running other = stage.startAnother(elsewhere);
        stage.start();
        stage.finish();
        other.await().expect(0);
        TrainingOutput written = elsewhere.written();
        written.isTheSameAs(stage.undisturbed());
    }
}
