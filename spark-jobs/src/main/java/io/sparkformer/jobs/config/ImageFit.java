package io.sparkformer.jobs.config;

/** How an image of any shape becomes a square one. */
public enum ImageFit {
    /** The shorter side is scaled to the size, and the centre is kept. */
    CROP,
    /** Both sides are scaled to the size. */
    STRETCH
}
