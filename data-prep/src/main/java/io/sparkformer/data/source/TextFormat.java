package io.sparkformer.data.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    PARQUET;

    private static final List<String> JSONL_NAMES = List.of(".jsonl", ".ndjson", ".jsonlines");

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
        return JSONL_NAMES.stream().anyMatch(name::endsWith) ? JSONL : LINES;
    }

    /** Whether it has documents of lines, and a plain file can be cut into ranges. */
    boolean isDivisible() {
        return this == LINES || this == BLANK_LINES || this == JSONL;
    }
}
