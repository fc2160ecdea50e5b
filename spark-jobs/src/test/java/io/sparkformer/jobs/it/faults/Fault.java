package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.config.ExchangeChoice;
import java.util.Locale;

/** What happens to a run. */
enum Fault {
    EXECUTOR_KILLED_TRAINING("kill -9 within local steps, and of another executor after them"),
    EXECUTOR_KILLED_AVERAGING("kill -9 before a part is averaged, and of another executor after it"),
    EXECUTORS_ENDED_IN_SEQUENCE("SIGTERM to an executor at a random moment, and kill -9 of one later"),
    ALL_EXECUTORS_KILLED("kill -9 of all executors at once"),
    EXECUTOR_STOPPED("SIGSTOP for good: its heartbeats cease"),
    EXECUTOR_SLOW("SIGSTOP and SIGCONT in turns, with speculation"),
    EXECUTOR_DECOMMISSIONED("SIGPWR with `spark.decommission.enabled`"),
    SHUFFLE_FILE_REMOVED("a map output's file is deleted before it is fetched: fetch failure"),
    WORKER_KILLED("kill -9 of a standalone worker; another one joins"),
    WORKER_STOPPED("SIGSTOP of a standalone worker and its executors; SIGCONT when the master has given it up"),
    MASTER_KILLED("kill -9 of the standalone master; another one starts ten rounds later and recovers"),
    MASTER_STOPPED("SIGSTOP of the standalone master, longer than a worker may be silent"),
    DRIVER_STOPPED("SIGSTOP of the driver, longer than an executor may be silent"),
    DRIVER_KILLED("kill -9 at a random moment, and again before an average; the command is repeated"),
    CHECKPOINTS_DAMAGED("the newest checkpoint is cut short, the one before it removed; the command is repeated"),
    LOCAL_DISK_FULL("no room in Spark's local directory"),
    OUTPUT_FULL("no room for checkpoints; the command is repeated when there is some"),
    HDFS_AWAY("name node and data node stopped for five seconds; the output lies there"),
    TWO_APPLICATIONS("two runs share the cluster");

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    /** What happens, in a line. */
    String description() {
        return description;
    }

    /** Whether it can happen there. */
    boolean possible(FaultCase one) {
        return switch (this) {
            // The driver averages, and nothing is shuffled or kept on disk.
            case EXECUTOR_KILLED_AVERAGING, SHUFFLE_FILE_REMOVED -> one.exchange() != ExchangeChoice.DRIVER;
            case LOCAL_DISK_FULL ->
                one.exchange() != ExchangeChoice.DRIVER && one.cluster() == ClusterKind.LOCAL_CLUSTER;
            // Only what the driver starts can be made to see another disk.
            case OUTPUT_FULL -> one.cluster() == ClusterKind.LOCAL_CLUSTER;
            case WORKER_KILLED, WORKER_STOPPED, MASTER_KILLED, MASTER_STOPPED ->
                one.cluster() == ClusterKind.STANDALONE;
            // There must be somebody faster, and on another host in Spark's eyes.
            case EXECUTOR_SLOW -> one.executors() > 1 && one.cluster() == ClusterKind.STANDALONE;
            case TWO_APPLICATIONS -> one.executors() > 1 && one.cluster() != ClusterKind.LOCAL_CLUSTER;
            default -> true;
        };
    }

    /** Whether it needs neither servers that only the profile {@code cluster} builds, nor name spaces that a system may forbid. */
    boolean needsSparkOnly() {
        return this != HDFS_AWAY && this != LOCAL_DISK_FULL && this != OUTPUT_FULL;
    }

    /** Makes it happen: starts the run, disturbs it, and sees it to its end. */
    void play(Stage stage) throws Exception {
        switch (this) {
            case EXECUTOR_KILLED_TRAINING -> ExecutorFaults.killedTraining(stage);
            case EXECUTOR_KILLED_AVERAGING -> ExecutorFaults.killedAveraging(stage);
            case EXECUTORS_ENDED_IN_SEQUENCE -> ExecutorFaults.endedInSequence(stage);
            case ALL_EXECUTORS_KILLED -> ExecutorFaults.allKilled(stage);
            case EXECUTOR_STOPPED -> ExecutorFaults.stopped(stage);
            case EXECUTOR_SLOW -> ExecutorFaults.slow(stage);
            case EXECUTOR_DECOMMISSIONED -> ExecutorFaults.decommissioned(stage);
            case SHUFFLE_FILE_REMOVED -> StorageFaults.shuffleFileRemoved(stage);
            case WORKER_KILLED -> ServerFaults.workerKilled(stage);
            case WORKER_STOPPED -> ServerFaults.workerStopped(stage);
            case MASTER_KILLED -> ServerFaults.masterKilled(stage);
            case MASTER_STOPPED -> ServerFaults.masterStopped(stage);
            case DRIVER_STOPPED -> ServerFaults.driverStopped(stage);
            case DRIVER_KILLED -> ServerFaults.driverKilled(stage);
            case CHECKPOINTS_DAMAGED -> StorageFaults.checkpointsDamaged(stage);
            case LOCAL_DISK_FULL -> StorageFaults.localDiskFull(stage);
            case OUTPUT_FULL -> StorageFaults.outputFull(stage);
            case HDFS_AWAY -> ServerFaults.hdfsAway(stage);
            case TWO_APPLICATIONS -> ServerFaults.twoApplications(stage);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
