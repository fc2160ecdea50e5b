package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.SparkformerCommand;
import io.sparkformer.jobs.it.TinyProject;
import io.sparkformer.jobs.it.cluster.StandaloneCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A master, and as many workers as executors. */
record StandaloneSite(StandaloneCluster cluster) implements Site {
    StandaloneSite(int size) {
        this(StandaloneCluster.startSpread(
                SparkformerCommand.embeddedSpark(),
                size,
                Map.of(
                        "spark.worker.timeout", "6",
                        // A master that knows of no application has all executors killed that its workers report.
                        "spark.deploy.recoveryMode", "FILESYSTEM",
                        "spark.deploy.recoveryDirectory",
                                TinyProject.newPlace("recovery").toString())));
    }

    @Override
    public SparkformerCommand train(int executors, String output, List<String> settings, List<String> sparkSettings) {
        List<String> all = new ArrayList<>(sparkSettings);
        all.add("spark.cores.max=" + executors);
        return TinyProject.trainOnCluster(cluster.url(), output, settings, all);
    }

    @Override
    public List<ProcessHandle> executors(Running running) {
        return cluster.executors();
    }

    @Override
    public Path localDirectories() {
        return cluster.localDirectories();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
