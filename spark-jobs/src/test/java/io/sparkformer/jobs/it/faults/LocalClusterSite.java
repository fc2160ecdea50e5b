package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.SparkformerCommand;
import io.sparkformer.jobs.it.TinyProject;
import java.nio.file.Path;
import java.util.List;

/** Executors that the driver starts. */
record LocalClusterSite(int size, Path localDirectories) implements Site {
    LocalClusterSite(int size) {
        this(size, TinyProject.newPlace("local-dirs"));
    }

    @Override
    public SparkformerCommand train(int executors, String output, List<String> settings, List<String> sparkSettings) {
        return TinyProject.trainOnCluster("local-cluster[" + executors + ",1,1024]", output, settings, sparkSettings)
                .with("SPARK_LOCAL_DIRS", localDirectories.toString());
    }

    @Override
    public List<ProcessHandle> executors(Running running) {
        return running.executors();
    }

    @Override
    public void close() {}
}
