package io.sparkformer.data.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How documents lie in files. */
public enum TextFormat {
    /** A document per line. */
    LINES,
    /** A document per block of lines; empty lines stand between blocks. */
    BLANK_LINES,
    /** A document per file. */
    FILES,
    /** A JSON object per line. */
    JSONL,
    /** A document per row of a Parquet table. */
    PARQUET,
    /** A document per page of a wiki, as MediaWiki exports it. */
    MEDIAWIKI,
    /** A document per page of an archive of the web. */
    WARC;

    private static final List<String> JSONL_NAMES = List.of(".jsonl", ".ndjson", ".jsonlines");

    /** Wikipedia's large dumps come in pieces, as {@code pages-articles1.xml-p1p41242}. */
    private static final Pattern MEDIAWIKI_NAME = Pattern.compile(".*\\.xml(-p\\d+p\\d+)?");

    /** Its name in {@code prepare-text.format}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format of a word. */
    public static Optional<TextFormat> of(String word) {
        return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
    }

    /** What a file's name tells, whether it is compressed or not; lines where it tells nothing. */
    static TextFormat ofName(String fileName) {
        String name = Decompression.plainName(fileName.toLowerCase(Locale.ROOT));
        if (name.endsWith(".parquet")) {
            return PARQUET;
        }
        if (name.endsWith(".warc") || name.endsWith(".wet")) {
            return WARC;
        }
        if (MEDIAWIKI_NAME.matcher(name).matches()) {
            return MEDIAWIKI;
        }
        return JSONL_NAMES.stream().anyMatch(name::endsWith) ? JSONL : LINES;
    }

    /** Whether documents can be found from any place on, so that a file can be cut into ranges. */
    boolean isDivisible() {
        return this == LINES || this == BLANK_LINES || this == JSONL || this == MEDIAWIKI;
    }
}
