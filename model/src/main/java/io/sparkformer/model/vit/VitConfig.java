package io.sparkformer.model.vit;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.classifier.ImageClassifierConfig;

/**
 * A Vision Transformer for images of one size.
 *
 * @param imageSize side of the square image in pixels, a multiple of the patch size
 * @param channels colour channels per pixel
 * @param patchSize side of a patch in pixels
 * @param width D, the width of tokens, a multiple of the number of heads
 * @param depth L, the number of layers
 * @param heads H, the number of attention heads
 * @param mlpWidth F, the hidden width of the feed-forward network
 * @param classes number of classes
 * @param pooling what the head reads
 * @param dropout rate behind every projection and behind the positions
 * @param stochasticDepth rate for the last layer; the rates of the layers rise linearly from 0 (Huang et al. 2016)
 * @param epsilon added to the variance by each layer norm; above 0
 * @param layering whom tokens hear, the class token and then the patches, row by row; whether layers have the same weights; how they follow one
 *     another
 */
public record VitConfig(
        int imageSize,
        int channels,
        int patchSize,
        int width,
        int depth,
        int heads,
        int mlpWidth,
        int classes,
        Pooling pooling,
        double dropout,
        double stochasticDepth,
        double epsilon,
        Layering layering)
        implements ImageClassifierConfig {
    /** Each layer norm's epsilon in the paper's code, timm and torchvision; Hugging Face's models have 1e-12. */
    public static final double EPSILON = 1e-6;

    /** What the classification head reads. */
    public enum Pooling {
        /** The class token after the final norm. */
        CLS,
        /** The mean over the patches' tokens, normalised after the mean. */
        MEAN
    }

    /** Refuses sizes that do not fit together. */
    public VitConfig {
        positive("image-size", imageSize);
        positive("channels", channels);
        positive("patch-size", patchSize);
        positive("width", width);
        positive("depth", depth);
        positive("heads", heads);
        positive("mlp-width", mlpWidth);
        positive("classes", classes);
        divides("patch-size", patchSize, "image-size", imageSize);
        divides("heads", heads, "width", width);
        rate("dropout", dropout);
        rate("stochastic-depth", stochasticDepth);
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("layer-norm-epsilon = " + epsilon + ": must be above 0");
        }
        layering.attention().requireFit(1 + (imageSize / patchSize) * (imageSize / patchSize), false);
        layering.requireFit(depth);
    }

    /** With plain layers and the usual epsilon. */
    public VitConfig(
            int imageSize,
            int channels,
            int patchSize,
            int width,
            int depth,
            int heads,
            int mlpWidth,
            int classes,
            Pooling pooling,
            double dropout,
            double stochasticDepth) {
        this(
                imageSize,
                channels,
                patchSize,
                width,
                depth,
                heads,
                mlpWidth,
                classes,
                pooling,
                dropout,
                stochasticDepth,
                EPSILON,
                Layering.PLAIN);
    }

    /** A published size, without dropout. */
    public static VitConfig of(
            VitVariant variant, int patchSize, int imageSize, int channels, int classes, Pooling pooling) {
        return new VitConfig(
                imageSize,
                channels,
                patchSize,
                variant.width(),
                variant.depth(),
                variant.heads(),
                variant.mlpWidth(),
                classes,
                pooling,
                0,
                0);
    }

    /** N, the number of patches. */
    public int patches() {
        int side = imageSize / patchSize;
        return side * side;
    }

    /** Numbers in one flattened patch. */
    public int patchLength() {
        return channels * patchSize * patchSize;
    }

    /** Stochastic depth's rate for layer {@code layer} of 0 to depth - 1. */
    public double stochasticDepth(int layer) {
        return depth == 1 ? stochasticDepth : stochasticDepth * layer / (depth - 1);
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " = " + value + ": must be at least 1");
        }
    }

    private static void divides(String divisorKey, int divisor, String key, int value) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException(
                    key + " = " + value + ": must be a multiple of " + divisorKey + " = " + divisor);
        }
    }

    private static void rate(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(key + " = " + value + ": must be at least 0 and below 1");
        }
    }
}
