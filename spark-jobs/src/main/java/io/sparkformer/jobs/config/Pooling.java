package io.sparkformer.jobs.config;

/** What the classifier of a Vision Transformer reads. */
public enum Pooling {
    /** The class token. */
    CLS,
    /** The mean of the patches' tokens. */
    MEAN
}
