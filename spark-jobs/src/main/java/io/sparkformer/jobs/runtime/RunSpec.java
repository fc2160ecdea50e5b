package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * All that an executor needs to know of a run. Only text and numbers travel; executors build graphs and readers anew.
 *
 * @param runId tells runs of one JVM apart
 * @param configuration the resolved configuration as JSON
 * @param dataDirectory where the prepared data lies
 * @param dataVersion the version of it that the run began with
 * @param classes number of classes of the data
 * @param totalSteps optimizer steps of the whole run, over which the learning rate is scheduled
 */
public record RunSpec(
        String runId, String configuration, String dataDirectory, long dataVersion, int classes, long totalSteps)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The prepared data. */
    public PreparedData data(Configuration hadoop) throws IOException {
        return PreparedData.open(hadoop, dataDirectory, dataVersion);
    }

    /** The bound configuration. */
    public ExperimentConfig experiment() {
        return ConfigLoader.ofJson(configuration).experiment();
    }

    /** The order of the model's parameters. */
    public ParameterLayout layout() {
        return Models.graph(experiment().model(), classes, GraphSettings.inference(1))
                .layout();
    }

    /** The model. */
    public ImageClassifier model() {
        return Models.classifier(experiment().model(), classes);
    }
}
