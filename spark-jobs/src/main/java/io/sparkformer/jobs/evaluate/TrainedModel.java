package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.EvaluationConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    /** Loads what the configuration names, on data that it can judge. */
    static TrainedModel load(JobContext context) throws IOException {
        return of(context).requireSameClasses();
    }

    /** The same for the samples' features: a language model has no head then, and the texts' labels may be others. */
    static TrainedModel loadForFeatures(JobContext context) throws IOException {
        TrainedModel model = of(context);
        return model.manifest.isText() ? model.withoutHead() : model.requireSameClasses();
    }

    private static TrainedModel of(JobContext context) throws IOException {
        ExperimentConfig now = context.experiment();
        EvaluationConfig evaluation = now.evaluation();
        Checkpoint checkpoint =
                CheckpointStore.open(context.hadoop(), evaluation.checkpoint(), context.progress()::message);
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        PreparedData data = PreparedData.open(context.hadoop(), now.data().directory());
        requireSameKind(trained, data.manifest(), now.data().directory());
        DataTraits traits =
                DataTraits.of(data.manifest()).withClasses(checkpoint.classes().size());
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
                checkpoint.parameters(run.layout(), evaluation.useEma()),
                data.manifest(),
                split(data, evaluation.split()));
    }

    private static void requireSameKind(ExperimentConfig trained, Manifest manifest, String directory) {
        boolean texts = trained.model() instanceof LanguageModelSettings;
        if (texts != manifest.isText()) {
            throw new UserError(
                    "The model was trained on " + (texts ? "texts" : "images") + ", but " + directory + " has "
                            + (texts ? "images" : "texts"),
                    "Set data.directory to data of its kind");
        }
    }

    private TrainedModel withoutHead() {
        ParameterLayout whole = run.layout();
        Set<String> known = new HashSet<>();
        whole.parameters().forEach(parameter -> known.add(parameter.name()));
        ParameterLayout own = run.encoder().graph(GraphSettings.inference(1)).layout();
        float[] values = new float[own.length()];
        for (ParameterSpec parameter : own.parameters()) {
            if (!known.contains(parameter.name())) {
                throw new UserError(
                        "evaluation.text-pooling = pooler: a model that was trained with task.type = "
                                + run.experiment().task().type() + " has no pooler",
                        "Set evaluation.text-pooling to first, mean or last");
            }
            System.arraycopy(
                    parameters,
                    whole.parameter(parameter.name()).offset(),
                    values,
                    parameter.offset(),
                    parameter.length());
        }
        return new TrainedModel(checkpoint, run, values, manifest, split);
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

    private TrainedModel requireSameClasses() {
        List<String> classes = DataTraits.classNames(manifest);
        if (!checkpoint.classes().equals(classes)) {
            throw new UserError(
                    "The model was trained for the classes " + checkpoint.classes() + ", but " + run.dataDirectory()
                            + " has " + classes,
                    "Evaluate on data with the same classes");
        }
        return this;
    }
}
