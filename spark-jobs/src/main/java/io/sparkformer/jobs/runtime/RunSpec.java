package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.language.TextEncoder;
import io.sparkformer.model.task.TrainingTask;
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
 * @param traits what the model's shapes take from the data
 * @param totalSteps optimizer steps of the whole run, those before its present data included
 * @param origin where the present data begin; the learning rate is scheduled from there to the last step
 */
public record RunSpec(
        String runId,
        String configuration,
        String dataDirectory,
        long dataVersion,
        DataTraits traits,
        long totalSteps,
        DataOrigin origin)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** A run that has not changed its data. */
    public RunSpec(
            String runId,
            String configuration,
            String dataDirectory,
            long dataVersion,
            DataTraits traits,
            long totalSteps) {
        this(runId, configuration, dataDirectory, dataVersion, traits, totalSteps, DataOrigin.START);
    }

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
        return task().graph(GraphSettings.inference(1)).layout();
    }

    /** The model with what it is trained to do. */
    public TrainingTask task() {
        return Models.task(experiment(), traits);
    }

    /** The model of a run on texts, without its head. */
    public TextEncoder encoder() {
        return LanguageModels.encoder(experiment(), traits);
    }

    /** The model of a run on images. */
    public ImageClassifier classifier() {
        return Models.classifier(experiment().model(), traits.classes());
    }
}
