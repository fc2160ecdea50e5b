package io.sparkformer.benchmark.scaling;

/**
 * A cluster of equal executors, each with one slot and one replica.
 *
 * @param executors E, which is the number of workers too
 * @param cores that all executors together may use
 * @param bandwidth bytes a second that an executor may send, and as many that it may receive; infinite within one machine
 * @param spread of the replicas' speed: standard deviation of the logarithm of the time that the same work takes them
 */
record Cluster(int executors, int cores, double bandwidth, double spread) {
    /** Processes that share a machine, as the measured ones do. */
    static Cluster ofOneMachine(int executors, int cores) {
        return new Cluster(executors, Math.min(cores, executors), Double.POSITIVE_INFINITY, 0);
    }

    /** Machines with a core each for their executor. */
    static Cluster ofMachines(int executors, double gigabits, double spread) {
        return new Cluster(executors, executors, gigabits * 1e9 / 8, spread);
    }
}
