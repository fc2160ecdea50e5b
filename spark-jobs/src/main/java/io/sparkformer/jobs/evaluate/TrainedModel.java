package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ClassificationSettings;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.EvaluationConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * A checkpoint's model together with the split it is to be applied to.
 *
 * @param checkpoint where it came from
 * @param run how executors build it: the model as it was trained, the evaluation as it is configured now
 * @param parameters in layout order
 * @param manifest of the data
 * @param split what it is applied to
 */
record TrainedModel(Checkpoint checkpoint, RunSpec run, float[] parameters, Manifest manifest, SplitManifest split) {
    /** Loads what the configuration names. */
    static TrainedModel load(JobContext context) throws IOException {
        ExperimentConfig now = context.experiment();
        EvaluationConfig evaluation = now.evaluation();
        Checkpoint checkpoint =
                CheckpointStore.open(context.hadoop(), evaluation.checkpoint(), context.progress()::message);
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        PreparedData data = PreparedData.open(context.hadoop(), now.data().directory());
        requireSameClasses(checkpoint, data, now.data().directory());
        DataTraits traits = DataTraits.of(data.manifest());
        ParameterLayout layout =
                Models.task(trained, traits).graph(GraphSettings.inference(1)).layout();
        RunSpec run = new RunSpec(
                UUID.randomUUID().toString(),
                new ResolvedConfig(evaluatedAs(trained, evaluation), List.of()).toJson(),
                now.data().directory(),
                data.version(),
                traits,
                0);
        return new TrainedModel(
                checkpoint,
                run,
                checkpoint.parameters(layout, evaluation.useEma()),
                data.manifest(),
                split(data, evaluation.split()));
    }

    /** Refuses models that do not judge whole samples, for tables with a row for each. */
    TrainedModel requireWholeSamples() {
        TaskSettings task = run.experiment().task();
        if (!(task instanceof ClassificationSettings)) {
            throw new UserError(
                    "The model was trained with task.type = " + task.type()
                            + ", and tables have a row for each image or text that was classified",
                    "Name a checkpoint of a classifier");
        }
        return this;
    }

    /** Of the training split's tokens; see {@link io.sparkformer.data.manifest.TextStatistics}. */
    double unigramEntropy() {
        return manifest.textStatistics().entropy();
    }

    private static ExperimentConfig evaluatedAs(ExperimentConfig trained, EvaluationConfig evaluation) {
        return new ExperimentConfig(
                trained.seed(),
                trained.output(),
                trained.engine(),
                trained.precision(),
                trained.prepare(),
                trained.prepareText(),
                trained.tokenizer(),
                trained.data(),
                trained.model(),
                trained.task(),
                trained.augmentation(),
                trained.training(),
                evaluation,
                trained.generation(),
                trained.export(),
                trained.baseline());
    }

    private static SplitManifest split(PreparedData data, String name) {
        List<String> known =
                data.manifest().splits().stream().map(SplitManifest::name).toList();
        return data.manifest()
                .split(name)
                .orElseThrow(() -> new UserError(
                        "evaluation.split = " + name + ": the prepared data has no such split, its splits are " + known,
                        "Set evaluation.split to one of them"));
    }

    private static void requireSameClasses(Checkpoint checkpoint, PreparedData data, String directory) {
        if (!checkpoint.classes().equals(DataTraits.classNames(data.manifest()))) {
            throw new UserError(
                    "The model was trained for the classes " + checkpoint.classes() + ", but " + directory + " has "
                            + DataTraits.classNames(data.manifest()),
                    "Evaluate on data with the same classes");
        }
    }
}
