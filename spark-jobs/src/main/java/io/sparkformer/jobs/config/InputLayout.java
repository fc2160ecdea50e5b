package io.sparkformer.jobs.config;

/** How samples lie in the inputs; {@link io.sparkformer.data.source.InputFormat} reads them. */
public enum InputLayout {
    /** Each input's own, found by names and content. */
    AUTO,
    /** Folders named after classes, as they are or in tar archives. */
    FOLDERS,
    /** ILSVRC's tar of tars. */
    ILSVRC,
    /** Tar archives in which the files of a sample follow each other. */
    WEBDATASET,
    /** Files of tf.train.Example. */
    TFRECORD,
    /** Parquet tables with a column of image bytes. */
    PARQUET,
    /** Tables of paths and labels. */
    CSV
}
