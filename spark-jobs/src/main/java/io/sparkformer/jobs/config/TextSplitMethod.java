package io.sparkformer.jobs.config;

/** How documents are divided into splits. */
public enum TextSplitMethod {
    /** All documents belong to one split. */
    SINGLE,
    /** A hash of the document's source decides: adding documents moves none of the others. */
    HASHED,
    /** As {@link #HASHED}, but every class has its share of each split. */
    STRATIFIED,
    /** The name of the file tells it, or the folder that it lies in. */
    FOLDERS,
    /** A field of each document tells it. */
    FIELD;

    /** Whether each split has a share of the documents. */
    public boolean byShares() {
        return this == HASHED || this == STRATIFIED;
    }
}
