package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.OnYarn;
import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.SparkformerCommand;
import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.nio.file.Path;
import java.util.List;

/** Containers of two node managers. */
record YarnSite(int size, HadoopCluster cluster) implements Site {
    YarnSite(int size) {
        this(size, HadoopCluster.hdfsAndYarn());
    }

    @Override
    public SparkformerCommand train(int executors, String output, List<String> settings, List<String> sparkSettings) {
        String place = output.contains(":/") ? output : "file://" + output;
        return OnYarn.train(cluster, executors, place, settings, sparkSettings);
    }

    @Override
    public List<ProcessHandle> executors(Running running) {
        return cluster.executors();
    }

    @Override
    public Path localDirectories() {
        return cluster.files();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
