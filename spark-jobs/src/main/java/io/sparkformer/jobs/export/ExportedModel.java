package io.sparkformer.jobs.export;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.EvaluationConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.jobs.weights.DataStatistics;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.layer.Objective;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's model as it is to be exported.
 *
 * @param checkpoint where it comes from
 * @param classifier its architecture
 * @param layout the order of its parameters
 * @param parameters in that order
 * @param normalization what its images were normalised by; null where the data is no longer there
 */
record ExportedModel(
        Checkpoint checkpoint,
        ImageClassifier classifier,
        ParameterLayout layout,
        float[] parameters,
        @Nullable Normalization normalization) {
    /** Loads what the configuration names. */
    static ExportedModel load(JobContext context) throws IOException {
        EvaluationConfig evaluation = context.experiment().evaluation();
        Checkpoint checkpoint =
                CheckpointStore.open(context.hadoop(), evaluation.checkpoint(), context.progress()::message);
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        if (trained.model() instanceof LanguageModelSettings) {
            throw new UserError(
                    "evaluation.checkpoint = " + checkpoint.directory()
                            + ": the model that was trained there is a language model, and only models of images are exported",
                    "Take the checkpoint's model.safetensors, which has our own names");
        }
        ImageClassifier classifier =
                Models.classifier(trained.model(), checkpoint.classes().size());
        ParameterLayout layout =
                classifier.graph(Objective.SOFTMAX, GraphSettings.inference(1)).layout();
        return new ExportedModel(
                checkpoint,
                classifier,
                layout,
                checkpoint.parameters(layout, evaluation.useEma()),
                DataStatistics.of(context.hadoop(), checkpoint, context.progress()::message));
    }
}
