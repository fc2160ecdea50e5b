package io.sparkformer.jobs.config;

/** How documents lie in the inputs; {@link io.sparkformer.data.source.TextFormat} reads them. */
public enum TextInputFormat {
    /** Each file's own, by its name. */
    AUTO,
    /** A document per line. */
    LINES,
    /** A document per block of lines. */
    BLANK_LINES,
    /** A document per file. */
    FILES,
    /** A JSON object per line. */
    JSONL,
    /** A row of a Parquet table. */
    PARQUET,
    /** A page of a wiki that MediaWiki exported. */
    MEDIAWIKI,
    /** A page of an archive of the web. */
    WARC
}
