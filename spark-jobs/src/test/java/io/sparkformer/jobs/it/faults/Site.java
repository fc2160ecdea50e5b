package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.SparkformerCommand;
import java.nio.file.Path;
import java.util.List;

/** A cluster of one case's own, made for it and gone with it. */
sealed interface Site extends AutoCloseable permits LocalClusterSite, StandaloneSite, YarnSite {
    /** Makes the cluster that a case names. */
    static Site of(FaultCase one) {
        return switch (one.cluster()) {
            case LOCAL_CLUSTER -> new LocalClusterSite(one.executors());
            case STANDALONE -> new StandaloneSite(one.executors());
            case YARN -> new YarnSite(one.executors());
        };
    }

    /**
     * A training on it.
     *
     * @param executors how many of the cluster's it gets
     * @param output a path, or with a scheme
     * @param sparkSettings {@code key=value}
     */
    SparkformerCommand train(int executors, String output, List<String> settings, List<String> sparkSettings);

    /** The executors that are alive now, the oldest first. */
    List<ProcessHandle> executors(Running running);

    /** A directory under which all executors keep shuffled data. */
    Path localDirectories();

    @Override
    void close();
}
