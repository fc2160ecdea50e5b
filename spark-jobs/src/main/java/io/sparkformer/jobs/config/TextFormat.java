package io.sparkformer.jobs.config;

/** How text lies in files. */
public enum TextFormat {
    /** Every line is a text; compressed as Hadoop's codecs read it. */
    LINES,
    /** Every line is a JSON object with a text. */
    JSONL,
    /** Tables with a column of texts. */
    PARQUET
}
