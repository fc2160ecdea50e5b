package io.sparkformer.jobs.config;

import io.sparkformer.model.language.TextPooling;
import org.jspecify.annotations.Nullable;

/** How a checkpoint is measured (evaluate) and asked (predict, embed). */
public record EvaluationConfig(
        @Key(
                value =
                        "A training run's directory, whose newest checkpoint is taken, one checkpoint's directory, or weights of others for the configured model, as training.init.from; the option --checkpoint sets it too.",
                role = Role.OPERATIONAL)
        String checkpoint,

        @Key(
                value = "Whether the moving average of the parameters is measured where the checkpoint has one.",
                role = Role.NUMERIC)
        boolean useEma,

        @Key(value = "Name of the split to measure or to ask about.", role = Role.NUMERIC)
        String split,

        @Key(
                value =
                        "Share of the image's edge that is kept, from the centre, before it is scaled to the model's size, in (0, 1].",
                role = Role.NUMERIC)
        double cropFraction,

        @Key(value = "Images or texts per forward pass.", role = Role.OPERATIONAL)
        int batchSize,

        @Key(
                value =
                        "What embed makes a text's vector of: pooler, first, mean, seed or last; null is what the head reads, or else mean.",
                role = Role.NUMERIC)
        @Nullable TextPooling textPooling,

        @Key(
                value = "Tokens that a text's segments remember, in place of model.attention.memory; null leaves that.",
                role = Role.NUMERIC)
        @Nullable Integer memory,

        @Key(value = "How many classes predict writes for an image, the likeliest first.", role = Role.OPERATIONAL)
        int topK) {
    /** Refuses values that cannot work. */
    public EvaluationConfig {
        new Requirements()
                .notBlank("split", split)
                .positive("crop-fraction", cropFraction)
                .between("crop-fraction", cropFraction, 0, 1)
                .atLeast("batch-size", batchSize, 1)
                .atLeastIfSet("memory", memory, 0)
                .atLeast("top-k", topK, 1)
                .check();
    }
}
