package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.EvaluationConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.ModelConfig;
import io.sparkformer.jobs.config.RelativePositions;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.weights.SavedModel;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model together with the split it is to be applied to.
 *
 * @param saved where it came from
 * @param run how executors build it: the model as it was trained, the evaluation as it is configured now
 * @param parameters in layout order
 * @param manifest of the data
 * @param split what it is applied to
 */
record TrainedModel(SavedModel saved, RunSpec run, float[] parameters, Manifest manifest, SplitManifest split) {
    /** Loads what the configuration names, on data that it can judge. */
    static TrainedModel load(JobContext context) throws IOException {
        return of(context, (saved, run) -> saved.parameters(run.layout())).requireSameClasses();
    }

    /** The same for the samples' features: a language model has no head then, and the texts' labels may be others. */
    static TrainedModel loadForFeatures(JobContext context) throws IOException {
        PreparedData data =
                PreparedData.open(context.hadoop(), context.experiment().data().directory());
        return data.manifest().isText() ? of(context, SavedModel::encoderParameters) : load(context);
    }

    private static TrainedModel of(JobContext context, ParameterReading reading) throws IOException {
        ExperimentConfig now = context.experiment();
        EvaluationConfig evaluation = now.evaluation();
        SavedModel saved = SavedModel.open(context.hadoop(), now, context.progress()::message);
        ExperimentConfig trained = saved.experiment();
        PreparedData data = PreparedData.open(context.hadoop(), now.data().directory());
        requireSameKind(trained, data.manifest(), now.data().directory());
        DataTraits traits =
                DataTraits.of(data.manifest()).withClasses(saved.classes().size());
        RunSpec run = new RunSpec(
                UUID.randomUUID().toString(),
                new ResolvedConfig(evaluatedAs(trained, evaluation), List.of()).toJson(),
                now.data().directory(),
                data.version(),
                traits,
                0);
        return new TrainedModel(saved, run, reading.of(saved, run), data.manifest(), split(data, evaluation.split()));
    }

    /** Which parameters of a saved model a run needs. */
    @FunctionalInterface
    private interface ParameterReading {
        float[] of(SavedModel saved, RunSpec run) throws IOException;
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

    /** Hash of the parameters. */
    String parametersSha256() {
        return saved instanceof SavedModel.OfRun run
                ? run.checkpoint().parametersSha256()
                : ParameterHash.sha256(parameters);
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
                trained.nearDuplicates(),
                trained.tokenizer(),
                trained.data(),
                remembering(trained.model(), evaluation.memory()),
                trained.task(),
                trained.augmentation(),
                trained.training(),
                evaluation,
                trained.generation(),
                trained.export(),
                trained.baseline(),
                trained.arena());
    }

    private static ModelConfig remembering(ModelConfig trained, @Nullable Integer memory) {
        if (memory == null) {
            return trained;
        }
        if (trained instanceof LanguageModelSettings texts
                && texts.attention() instanceof RelativePositions relative
                && relative.segment() != null) {
            return texts.withAttention(relative.remembering(memory));
        }
        throw new UserError(
                "evaluation.memory = " + memory + ": the model does not read texts in segments, which could remember",
                "Remove it, or train one with model.attention { type = relative, segment = 512 }");
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
        if (!saved.classes().equals(classes)) {
            throw new UserError(
                    "The model was trained for the classes " + saved.classes() + ", but " + run.dataDirectory()
                            + " has " + classes,
                    "Evaluate on data with the same classes");
        }
        return this;
    }
}
