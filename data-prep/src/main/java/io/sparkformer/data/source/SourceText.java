package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.data.text.TextDocument;

/** One input that looks like a document: its content, or why there is none. */
public sealed interface SourceText {
    /** Stable and unique: {@code <file>#<byte or row>}, {@code <file>} of a document per file, or the file and its own id. */
    String source();

    /** Which split it belongs to; empty where unknown. */
    String split();

    /** A document. */
    record Document(String source, String split, TextDocument content) implements SourceText {}

    /** An input that is none. */
    record Rejected(String source, String split, Reason reason, String message) implements SourceText {}
}
