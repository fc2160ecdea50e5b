package io.sparkformer.jobs.config;

/** A model that classifies square images of one size. */
public interface ImageModelConfig {
    /** Height and width of the images, in pixels. */
    int imageSize();

    /** Channels of the images. */
    int channels();
}
