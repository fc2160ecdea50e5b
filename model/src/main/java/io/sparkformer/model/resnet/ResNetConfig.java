package io.sparkformer.model.resnet;

import io.sparkformer.model.classifier.ImageClassifierConfig;

/**
 * A residual network for images of one size, of the kind that He et al. 2015 ("Deep residual learning for image
 * recognition", section 4.2) have for CIFAR-10.
 *
 * @param imageSize side of the square image in pixels
 * @param channels colour channels per pixel
 * @param classes number of classes
 * @param width w, channels of the first stage; each further stage has twice those of the one before it
 * @param stages how many times the image is looked at in another size: each further stage halves it
 * @param blocks n, blocks per stage; with three stages the paper's depth is 6 n + 2
 * @param stemStride pixels from one place of the first convolution to the next: 1 in the paper, 2 for a quarter of the work
 * @param groups into which the channels of every norm are divided; a divisor of the width
 */
public record ResNetConfig(
        int imageSize, int channels, int classes, int width, int stages, int blocks, int stemStride, int groups)
        implements ImageClassifierConfig {
    /** Added to the variance by each norm, as in Wu and He 2018. */
    public static final double EPSILON = 1e-5;

    private static final int MOST_STAGES = 8;

    /** Refuses sizes that do not fit together. */
    public ResNetConfig {
        positive("image-size", imageSize);
        positive("channels", channels);
        positive("classes", classes);
        positive("stage-width", width);
        positive("stages", stages);
        positive("stage-blocks", blocks);
        positive("stem-stride", stemStride);
        positive("norm-groups", groups);
        if (width % groups != 0) {
            throw new IllegalArgumentException(
                    "stage-width = " + width + ": must be a multiple of norm-groups = " + groups);
        }
        if (stages > MOST_STAGES) {
            throw new IllegalArgumentException("stages = " + stages + ": must be at most " + MOST_STAGES);
        }
    }

    /** Channels of a stage from 0 on. */
    public int width(int stage) {
        return width << stage;
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " = " + value + ": must be at least 1");
        }
    }
}
