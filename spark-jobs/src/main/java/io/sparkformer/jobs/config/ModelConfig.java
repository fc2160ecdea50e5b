package io.sparkformer.jobs.config;

import org.jspecify.annotations.Nullable;

/** The model of an experiment, chosen by the key {@code model.type}. All of them classify square images of one size. */
public sealed interface ModelConfig permits VitModelConfig, ResNetModelConfig {
    /** Height and width of the images, in pixels. */
    int imageSize();

    /** Channels of the images. */
    int channels();

    /** Number of classes; null takes it from the prepared data. */
    @Nullable Integer classes();
}
