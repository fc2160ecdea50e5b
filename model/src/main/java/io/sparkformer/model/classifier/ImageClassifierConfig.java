package io.sparkformer.model.classifier;

/** What the sizes of every family of image classifiers say: what comes in and what comes out. */
public interface ImageClassifierConfig {
    /** S, the side of the square image in pixels. */
    int imageSize();

    /** C, colour channels per pixel. */
    int channels();

    /** Number of classes. */
    int classes();
}
