package io.sparkformer.data.storage;

import java.io.IOException;

/** A stored file is not what it should be: truncated, corrupt, of another kind, or of a format version not known here. */
public final class DataFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the file, what is wrong with it, and what helps. */
    public DataFormatException(String message) {
        super(message);
    }

    /** The same with what the parser said. */
    public DataFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
