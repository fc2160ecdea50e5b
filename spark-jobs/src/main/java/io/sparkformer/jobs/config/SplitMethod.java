package io.sparkformer.jobs.config;

/** How prepared images are divided into splits. */
public enum SplitMethod {
    /** The first folder level names the split: {@code train/cat/1.png}. */
    FOLDERS,
    /** A hash of the image's name decides: adding images moves none of the others. */
    HASHED,
    /** As {@link #HASHED}, but every class has its share of each split. */
    STRATIFIED,
    /** All images belong to one split. */
    SINGLE;

    /** Whether each split has a share of the images. */
    public boolean byShares() {
        return this == HASHED || this == STRATIFIED;
    }
}
