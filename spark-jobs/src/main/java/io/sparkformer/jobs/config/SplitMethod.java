package io.sparkformer.jobs.config;

/** How prepared images are divided into splits. */
public enum SplitMethod {
    /** The first folder level names the split: {@code train/cat/1.png}. */
    FOLDERS,
    /** A hash of the image's name decides: adding images moves none of the others. */
    HASHED,
    /** All images belong to one split. */
    SINGLE
}
