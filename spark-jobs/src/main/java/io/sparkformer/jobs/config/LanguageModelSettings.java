package io.sparkformer.jobs.config;

import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Transformer over tokens: BERT, RoBERTa, ALBERT, ERNIE, GPT. What is null has the value of the variant. */
@TypeName("language")
public record LanguageModelSettings(
        @Key(
                value =
                        "Its size: bert-base, roberta-base, albert-base, ernie-1.0, gpt2 and others that docs/language.md lists; or custom.",
                role = Role.NUMERIC)
        String variant,

        @Key(value = "Number of classes or tags; null takes it from the prepared data.", role = Role.NUMERIC) @Nullable Integer classes,

        @Key(value = "Number of tokens; null takes it from the prepared data's tokenizer.", role = Role.NUMERIC)
        @Nullable Integer vocabulary,

        @Key(value = "Width of a token, in place of the variant's; a multiple of heads.", role = Role.NUMERIC) @Nullable Integer width,

        @Key(value = "Number of blocks, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer depth,

        @Key(value = "Attention heads per block, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer heads,

        @Key(value = "Width of the hidden layer of a block, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer mlpWidth,

        @Key(
                value = "Width of the tables of embeddings, in place of the variant's, which is mostly width.",
                role = Role.NUMERIC)
        @Nullable Integer embeddingWidth,

        @Key(
                value =
                        "Whether tokens' vectors are multiplied by the root of their width, as beside sinusoidal positions, which are larger else.",
                role = Role.NUMERIC)
        boolean scaleEmbedding,

        @Key(
                value =
                        "How positions are told: learned, learned-per-layer (a table for the input of each layer), sinusoidal or none; in place of the variant's.",
                role = Role.NUMERIC)
        @Nullable Positions positionEncoding,

        @Key(
                value =
                        "After how many tokens positions are counted anew: the block of model.attention.type = block-local, whose blocks become segments that know nothing of each other; null for never.",
                role = Role.NUMERIC)
        @Nullable Integer positionPeriod,

        @Key(
                value =
                        "Rows of a table of learned positions, in place of the variant's; null takes position-period where it is set.",
                role = Role.NUMERIC)
        @Nullable Integer positions,

        @Key(value = "Rows of the table of segments, 0 for none, in place of the variant's.", role = Role.NUMERIC)
        @Nullable Integer segments,

        @Key(
                value =
                        "Between the two layers of a block's network: gelu, gelu-tanh or relu; in place of the variant's.",
                role = Role.NUMERIC)
        @Nullable ActivationFunction activation,

        @Key(value = "Where the norms are: pre-norm or post-norm; in place of the variant's.", role = Role.NUMERIC)
        @Nullable SublayerConnection connection,

        @Key(value = "Whether all blocks have the same weights, in place of the variant's.", role = Role.NUMERIC)
        @Nullable Boolean sharedBlocks,

        @Key(value = "Whether a token hears those before it only, in place of the variant's.", role = Role.NUMERIC)
        @Nullable Boolean causal,

        @Key(value = "Added to the variance by each layer norm, in place of the variant's.", role = Role.NUMERIC)
        @Nullable Double normEpsilon,

        @Key(
                value =
                        "What a head of whole texts reads: pooler (BERT's, of the first token), first, mean, seed (a learned vector that hears all) or last (of a causal model).",
                role = Role.NUMERIC)
        TextPooling textPooling,

        @Key(value = "Whether documents that lie in one record hear only themselves.", role = Role.NUMERIC)
        boolean separateDocuments,

        @Key(value = "Probability that dropout sets an activation to zero, in [0, 1).", role = Role.NUMERIC)
        double dropout,

        AttentionConfig attention,
        DepthSchemeConfig depthScheme)
        implements ModelConfig {
    /** The variant without a table entry: every size is set by its own key, all else is BERT's. */
    public static final String CUSTOM = "custom";

    private static final String PER_LAYER = "learned-per-layer";

    /** Refuses values that cannot work. */
    public LanguageModelSettings {
        Requirements requirements = new Requirements()
                .that(
                        variant.equals(CUSTOM) || LanguageVariant.isKnown(variant),
                        "variant",
                        '"' + variant + '"',
                        "is no known variant of a language model",
                        "Use one of " + String.join(", ", LanguageVariant.names()) + ", or custom")
                .within("dropout", dropout, 0, 1);
        requirements.atLeastIfSet("classes", classes, 1);
        requirements.atLeastIfSet("vocabulary", vocabulary, 1);
        requirements.atLeastIfSet("width", width, 1);
        requirements.atLeastIfSet("depth", depth, 1);
        requirements.atLeastIfSet("heads", heads, 1);
        requirements.atLeastIfSet("mlp-width", mlpWidth, 1);
        requirements.atLeastIfSet("embedding-width", embeddingWidth, 1);
        requirements.atLeastIfSet("position-period", positionPeriod, 1);
        requirements.atLeastIfSet("positions", positions, 1);
        requirements.atLeastIfSet("segments", segments, 0);
        if (normEpsilon != null) {
            requirements.positive("norm-epsilon", normEpsilon);
        }
        if (variant.equals(CUSTOM)) {
            requirements.setForCustom("width", width);
            requirements.setForCustom("depth", depth);
            requirements.setForCustom("heads", heads);
            requirements.setForCustom("mlp-width", mlpWidth);
        }
        depthScheme.addTo(requirements, depth, sharedBlocks, attention);
        requirePositions(requirements, positionEncoding, positionPeriod, positions);
        requirePlainLayers(requirements, positionEncoding, sharedBlocks, attention, depthScheme);
        requirements
                .that(
                        !attention.lacksRow(),
                        "attention.row",
                        "null",
                        "is not known of texts",
                        "Set it: tokens of a row")
                .together(
                        heads == null || width == null || heads < 1 || width % heads == 0,
                        List.of("width", "heads"),
                        String.valueOf(width),
                        "is no multiple of heads = " + heads,
                        "Change one of them")
                .check();
    }

    private static void requirePositions(
            Requirements requirements, @Nullable Positions encoding, @Nullable Integer period, @Nullable Integer rows) {
        requirements
                .together(
                        period == null || encoding != Positions.NONE,
                        List.of("position-period", "position-encoding"),
                        String.valueOf(period),
                        "counts positions anew where there are none",
                        "Leave it out, or set position-encoding to learned-per-layer, learned or sinusoidal")
                .together(
                        period == null || rows == null || encoding == Positions.SINUSOIDAL || rows >= period,
                        List.of("positions", "position-period"),
                        String.valueOf(rows),
                        "are fewer rows than the position-period = " + period + " has places",
                        "Leave it out");
    }

    /** Positions of each layer are added to what goes from one block to the next. */
    private static void requirePlainLayers(
            Requirements requirements,
            @Nullable Positions encoding,
            @Nullable Boolean shared,
            AttentionConfig attention,
            DepthSchemeConfig depthScheme) {
        boolean perLayer = encoding == Positions.LEARNED_PER_LAYER;
        requirements
                .together(
                        !perLayer || attention instanceof BlockAttentionConfig,
                        List.of("position-encoding", "attention.type"),
                        PER_LAYER,
                        "needs attention inside ordinary blocks, and " + RecordSchema.typeName(attention.getClass())
                                + " has tokens or layers of its own",
                        "Set it to learned, or choose another attention.type")
                .together(
                        !perLayer || depthScheme instanceof DepthSchemeConfig.Interleaved,
                        List.of("position-encoding", "depth-scheme.type"),
                        PER_LAYER,
                        "needs blocks that follow one another in turns",
                        "Set it to learned, or depth-scheme.type to interleaved")
                .together(
                        !perLayer || !Boolean.TRUE.equals(shared),
                        List.of("position-encoding", "shared-blocks"),
                        PER_LAYER,
                        "has a table for each block, and all blocks have the same weights",
                        "Set it to learned, or leave shared-blocks out");
    }

    /** The same with another attention. */
    public LanguageModelSettings withAttention(AttentionConfig replaced) {
        return new LanguageModelSettings(
                variant,
                classes,
                vocabulary,
                width,
                depth,
                heads,
                mlpWidth,
                embeddingWidth,
                scaleEmbedding,
                positionEncoding,
                positionPeriod,
                positions,
                segments,
                activation,
                connection,
                sharedBlocks,
                causal,
                normEpsilon,
                textPooling,
                separateDocuments,
                dropout,
                replaced,
                depthScheme);
    }
}
