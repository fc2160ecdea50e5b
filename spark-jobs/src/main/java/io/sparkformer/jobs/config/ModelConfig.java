package io.sparkformer.jobs.config;

import org.jspecify.annotations.Nullable;

/** The model of an experiment, chosen by the key {@code model.type}. */
public sealed interface ModelConfig permits VitModelConfig, ResNetModelConfig, LanguageModelSettings {
    /** Number of classes; null takes it from the prepared data. */
    @Nullable Integer classes();
}
