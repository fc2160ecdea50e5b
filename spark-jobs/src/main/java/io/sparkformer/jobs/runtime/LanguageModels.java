package io.sparkformer.jobs.runtime;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.CausalLanguageSettings;
import io.sparkformer.jobs.config.ClassificationSettings;
import io.sparkformer.jobs.config.DepthSchemeConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.PairQuestion;
import io.sparkformer.jobs.config.RegressionSettings;
import io.sparkformer.jobs.config.SpanSettings;
import io.sparkformer.jobs.config.TaggingSettings;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.jobs.config.TokenOrder;
import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.language.AuxiliaryLosses;
import io.sparkformer.model.language.BlockContrast;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.SequenceRegression;
import io.sparkformer.model.language.SpanExtraction;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextEncoder;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.SublayerConnection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** From a configured language model to its sizes and its task. */
public final class LanguageModels {
    /** What an unnamed variant takes all from that has no size: BERT. */
    private static final String CONVENTIONS = "bert-base";

    private LanguageModels() {}

    /** What an experiment trains, on records of these traits. */
    static LanguageTask task(ExperimentConfig experiment, LanguageModelSettings settings, DataTraits traits) {
        LanguageModel model = new LanguageModel(config(settings, traits.vocabulary()));
        TextShape shape = new TextShape(traits.length(), settings.separateDocuments());
        TaskSettings task = experiment.task();
        int classes = or(settings.classes(), traits.classes());
        if (task instanceof MaskedLanguageSettings masked) {
            return new MaskedLanguage(
                    model,
                    shape,
                    predictions(masked, traits.length()),
                    masked.pairs() != PairQuestion.NONE,
                    contrast(masked, model, traits.length()));
        }
        if (task instanceof CausalLanguageSettings causal) {
            return new CausalLanguage(model, shape, auxiliary(causal, model));
        }
        if (task instanceof RegressionSettings) {
            return new SequenceRegression(model, shape, settings.textPooling());
        }
        if (task instanceof TaggingSettings tagging) {
            return new TokenClassification(model, shape, classes, tagging.crf());
        }
        if (task instanceof SpanSettings) {
            return new SpanExtraction(model, shape);
        }
        return new SequenceClassification(
                model,
                shape,
                settings.textPooling(),
                classes,
                experiment.training().loss());
    }

    /** What makes vectors of texts: as configured, or as the task's head reads them, or else their mean. */
    static TextEncoder encoder(ExperimentConfig experiment, DataTraits traits) {
        LanguageModelSettings settings = (LanguageModelSettings) experiment.model();
        TaskSettings task = experiment.task();
        boolean pooled = task instanceof ClassificationSettings || task instanceof RegressionSettings;
        TextPooling configured = experiment.evaluation().textPooling();
        TextPooling own = pooled ? settings.textPooling() : TextPooling.MEAN;
        return new TextEncoder(
                new LanguageModel(config(settings, traits.vocabulary())),
                TextShape.of(traits.length()),
                configured == null ? own : configured);
    }

    private static AuxiliaryLosses auxiliary(CausalLanguageSettings causal, LanguageModel model) {
        Layering layering = model.config().stack().layering();
        if (causal.intermediateLosses() && !layering.isPlain()) {
            throw new UserError(
                    "task.intermediate-losses = true, but the layers of the model are not ordinary blocks that follow one another in turns",
                    "Set task.intermediate-losses = false, or another model.attention.type, and"
                            + " model.depth-scheme.type = interleaved");
        }
        return new AuxiliaryLosses(causal.intermediateLosses(), causal.twoAheadWeight());
    }

    private static Optional<BlockContrast> contrast(MaskedLanguageSettings masked, LanguageModel model, int length) {
        if (masked.contrastShare() == 0) {
            return Optional.empty();
        }
        if (!(model.config().stack().layering().attention() instanceof ExtendedAttention extended)) {
            throw new UserError(
                    "task.contrast-share = " + masked.contrastShare()
                            + ", but the model's attention has no global tokens that stand for blocks",
                    "Set model.attention.type = extended, or task.contrast-share = 0");
        }
        double blocks = masked.contrastShare() * extended.globals(length);
        return Optional.of(new BlockContrast((int) Math.max(1, Math.rint(blocks))));
    }

    /** M, how many tokens of a record may be asked for. */
    public static int predictions(MaskedLanguageSettings masked, int length) {
        return Math.max(1, (int) Math.ceil(masked.maskedShare() * length));
    }

    /**
     * The sizes: the variant's, where the configuration does not replace them.
     *
     * @param vocabulary of the data, used unless the configuration names its own; 0 where there are no data
     */
    public static LanguageModelConfig config(LanguageModelSettings settings, int vocabulary) {
        boolean custom = settings.variant().equals(LanguageModelSettings.CUSTOM);
        LanguageModelConfig variant = LanguageVariant.of(custom ? CONVENTIONS : settings.variant());
        int known = vocabulary == 0 ? variant.embedding().vocabulary() : vocabulary;
        int tokens = or(settings.vocabulary(), known);
        StackConfig stack = stack(settings, variant.stack());
        EmbeddingConfig embedding = embedding(settings, variant, tokens, stack.width());
        if (embedding.positions() == EmbeddingConfig.Positions.LEARNED_PER_LAYER
                && stack.layering().shared()) {
            throw new UserError(
                    "model.position-encoding = learned-per-layer has a table for each block, and all blocks of model.variant = "
                            + settings.variant() + " have the same weights",
                    "Set model.position-encoding = learned, or model.shared-blocks = false");
        }
        return new LanguageModelConfig(embedding, stack, settings.dropout());
    }

    private static EmbeddingConfig embedding(
            LanguageModelSettings settings, LanguageModelConfig variant, int vocabulary, int width) {
        EmbeddingConfig embedding = variant.embedding();
        boolean factorised = embedding.width() != variant.stack().width();
        Integer period = settings.positionPeriod();
        int longest = period == null ? embedding.longest() : period + embedding.positionOffset();
        return new EmbeddingConfig(
                vocabulary,
                or(settings.embeddingWidth(), factorised ? embedding.width() : width),
                settings.positionEncoding() == null ? embedding.positions() : settings.positionEncoding(),
                or(settings.positions(), longest),
                embedding.positionOffset(),
                or(settings.segments(), embedding.segments()),
                embedding.norm(),
                period == null ? OptionalInt.empty() : OptionalInt.of(period),
                settings.scaleEmbedding());
    }

    private static StackConfig stack(LanguageModelSettings settings, StackConfig variant) {
        SublayerConnection connection = settings.connection() == null ? variant.connection() : settings.connection();
        if (settings.depthScheme() instanceof DepthSchemeConfig.Reversible
                && connection != SublayerConnection.PRE_NORM) {
            throw new UserError(
                    "model.depth-scheme.type = reversible, but the model's norms stand behind its sums, which have no inverse then",
                    "Set model.connection = pre-norm, or another model.depth-scheme.type");
        }
        return new StackConfig(
                or(settings.width(), variant.width()),
                or(settings.depth(), variant.depth()),
                or(settings.heads(), variant.heads()),
                or(settings.mlpWidth(), variant.hiddenWidth()),
                settings.activation() == null ? variant.activation() : settings.activation(),
                connection,
                settings.normEpsilon() == null ? variant.epsilon() : settings.normEpsilon(),
                settings.causal() == null ? variant.causal() : settings.causal(),
                Layering.of(settings.attention().attention(TokenOrder.text()))
                        .sharing(
                                settings.sharedBlocks() == null
                                        ? variant.layering().shared()
                                                || settings.depthScheme().shares()
                                        : settings.sharedBlocks())
                        .by(settings.depthScheme().scheme()));
    }

    private static int or(@Nullable Integer own, int variants) {
        return own != null ? own : variants;
    }
}
