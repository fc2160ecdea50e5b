package io.sparkformer.jobs.it.faults;

import java.util.Locale;

/** Who starts the executors. */
enum ClusterKind {
    /** The driver: executors of its own on the same machine. */
    LOCAL_CLUSTER,
    /** Spark's own manager: a master, and a worker of one core for each executor. */
    STANDALONE,
    /** Hadoop's: two node managers; the driver is outside (client mode). */
    YARN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
