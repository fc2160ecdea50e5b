package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.jobs.config.CausalLanguageSettings;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.PairQuestion;
import io.sparkformer.jobs.config.RegressionSettings;
import io.sparkformer.jobs.config.SpanSettings;
import io.sparkformer.jobs.config.TaggingSettings;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.LanguageModels;
import io.sparkformer.model.language.LanguageModelConfig;
import java.util.Locale;

/** Checks that prepared texts, model and task fit each other, before anything is started. */
final class TextTrainingData {
    private TextTrainingData() {}

    static void check(Manifest manifest, ExperimentConfig experiment, LanguageModelSettings settings) {
        TrainingData.require(
                manifest.isText(),
                "model.type = language, but the prepared data are images",
                "Name data of prepare-text, or set model.type = vit");
        TextSchema schema = manifest.texts().schema();
        LanguageModelConfig model = LanguageModels.config(settings, schema.vocabulary());
        checkSizes(schema, model);
        checkTarget(schema.target(), experiment.task());
        if (experiment.task() instanceof MaskedLanguageSettings masked) {
            checkMasks(manifest, masked, model);
        }
        checkClasses(settings, DataTraits.of(manifest));
    }

    private static void checkSizes(TextSchema schema, LanguageModelConfig model) {
        TrainingData.require(
                model.embedding().vocabulary() >= schema.vocabulary(),
                "model.vocabulary = " + model.embedding().vocabulary() + ", but the prepared data's tokenizer has "
                        + schema.vocabulary() + " tokens",
                "Leave model.vocabulary out, or set it to at least that");
        TrainingData.require(
                schema.length() <= model.embedding().longestText(),
                "The prepared texts have up to " + schema.length()
                        + " tokens, but the model's table of positions ends at "
                        + model.embedding().longestText(),
                "Prepare them with prepare-text.length = " + model.embedding().longestText()
                        + " or less, or set model.positions higher");
    }

    private static void checkTarget(TextTarget target, TaskSettings task) {
        TextTarget wanted = wanted(task);
        TrainingData.require(
                wanted == TextTarget.NONE || wanted == target,
                "task.type needs texts with " + wanted + ", and the prepared data have " + target,
                "Prepare them with prepare-text.target = " + wanted.name().toLowerCase(Locale.ROOT)
                        + ", or set another task.type");
    }

    private static TextTarget wanted(TaskSettings task) {
        if (task instanceof MaskedLanguageSettings masked) {
            return masked.pairs() == PairQuestion.NEXT_SENTENCE ? TextTarget.CLASSES : TextTarget.NONE;
        }
        if (task instanceof CausalLanguageSettings) {
            return TextTarget.NONE;
        }
        if (task instanceof RegressionSettings) {
            return TextTarget.NUMBER;
        }
        if (task instanceof TaggingSettings) {
            return TextTarget.TAGS;
        }
        return task instanceof SpanSettings ? TextTarget.SPAN : TextTarget.CLASSES;
    }

    private static void checkMasks(Manifest manifest, MaskedLanguageSettings masked, LanguageModelConfig model) {
        TrainingData.require(
                manifest.tokenizer().specialTokens().mask() != SpecialTokens.ABSENT,
                "task.type = masked-language, but the prepared data's tokenizer has no [MASK] or <mask>",
                "Use a tokenizer with one, or set task.type = causal-language");
        TrainingData.require(
                masked.pairs() == PairQuestion.NONE || model.embedding().segments() > 1,
                "task.pairs = " + masked.pairs() + ", but the model knows no second segment",
                "Set model.segments = 2, or task.pairs = none");
    }

    private static void checkClasses(LanguageModelSettings settings, DataTraits traits) {
        Integer classes = settings.classes();
        TrainingData.require(
                classes == null || classes >= traits.classes(),
                "model.classes = " + classes + ", but the prepared data have " + traits.classes(),
                "Leave model.classes out, or set it to at least that");
    }
}
