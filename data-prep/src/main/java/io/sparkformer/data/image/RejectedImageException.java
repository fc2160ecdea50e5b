package io.sparkformer.data.image;

/** An input that becomes no sample, through its own fault: it goes to the quarantine with this reason and message. */
public final class RejectedImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an input was rejected. The names are written to the quarantine and stay stable. */
    public enum Reason {
        /** The file has no bytes. */
        EMPTY_FILE,
        /** The content is none of the known image formats, whatever the name says. */
        NOT_AN_IMAGE,
        /** A known format, or a variant of one, that is not read. */
        UNSUPPORTED_FORMAT,
        /** The file ends early, a checksum is wrong, or the decoder had to guess. */
        TRUNCATED_OR_CORRUPT,
        /** Width times height is above the limit. */
        TOO_MANY_PIXELS,
        /** The encoded file is above the limit. */
        TOO_MANY_BYTES,
        /** The file is listed but cannot be opened or read. */
        UNREADABLE,
        /** The file lies where no class folder tells its class (or its split). */
        OUTSIDE_CLASS_FOLDER,
        /** An archive entry whose name is absolute or climbs out with "..". */
        UNSAFE_PATH,
        /** A link, device, pipe or another thing that is no regular file. */
        NOT_A_REGULAR_FILE,
        /** A second archive entry with the name of an earlier one. */
        DUPLICATE_NAME,
        /** The archive itself ends early or is corrupt; its later entries cannot be read. */
        ARCHIVE_CORRUPT,
        /** One record of a file is damaged; the others can be read. */
        RECORD_CORRUPT,
        /** A sample without an image or without a label. */
        INCOMPLETE_SAMPLE,
        /** A sample of several files of which more than one could be its image. */
        AMBIGUOUS_SAMPLE,
        /** A label that the list of classes does not have. */
        UNKNOWN_CLASS,
        /** More labels than a record has room for. */
        TOO_MANY_LABELS
    }

    private final Reason reason;

    /**
     * Rejects an input.
     *
     * @param reason the kind of fault
     * @param message what exactly is wrong and what helps
     */
    public RejectedImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The kind of fault. */
    public Reason reason() {
        return reason;
    }
}
