package io.sparkformer.data.text;

/** A document that becomes no record, through its own fault: it goes to the quarantine with this reason and message. */
public final class RejectedTextException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a document was rejected. The names are written to the quarantine and stay stable. */
    public enum Reason {
        /** No text, or nothing but white space. */
        EMPTY_DOCUMENT,
        /** Bytes of zero: the file is no text, or one in UTF-16. */
        NOT_TEXT,
        /** Bytes that are no UTF-8, or half a pair of surrogates. */
        INVALID_UTF8,
        /** Bytes that the encoding of the inputs does not have. */
        INVALID_ENCODING,
        /** A file whose encoding cannot be told. */
        UNKNOWN_ENCODING,
        /** The document is above the limit. */
        TOO_MANY_BYTES,
        /** A line that is no JSON object. */
        MALFORMED_JSON,
        /** A wiki's page whose XML is broken, or a file that is no export of a wiki. */
        MALFORMED_XML,
        /** A record of a web archive that is broken. */
        MALFORMED_WARC,
        /** A record without a field that is needed. */
        MISSING_FIELD,
        /** A field of another type than is needed. */
        WRONG_TYPE,
        /** A label that the list of classes does not have. */
        UNKNOWN_CLASS,
        /** More labels than a record has room for. */
        TOO_MANY_LABELS,
        /** Words and tags that differ in number. */
        MISMATCHED_TAGS,
        /** An answer that does not stand where it should, or that has no token of its own. */
        ANSWER_NOT_FOUND,
        /** No token comes of it. */
        NO_TOKENS,
        /** More tokens than a record has room for. */
        TOO_LONG,
        /** The file cannot be opened. */
        UNREADABLE,
        /** Nothing tells its split, or its class. */
        UNPLACED,
        /** The compressed file or table is damaged from some place on. */
        ARCHIVE_CORRUPT,
        /** Some rows of a table are damaged. */
        RECORD_CORRUPT
    }

    private final Reason reason;

    /**
     * Rejects a document.
     *
     * @param reason the kind of fault
     * @param message what exactly is wrong and what helps
     */
    public RejectedTextException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The kind of fault. */
    public Reason reason() {
        return reason;
    }
}
