package io.sparkformer.jobs.config;

/** How documents are divided into splits. */
public enum TextSplitMethod {
    /** All documents belong to one split. */
    SINGLE,
    /** A hash of the document's source decides: adding documents moves none of the others. */
    HASHED,
    /** The name of the file tells it, or the folder that it lies in. */
    FOLDERS,
    /** A field of each document tells it. */
    FIELD
}
