package io.sparkformer.data.storage;

import java.io.IOException;

/** Somebody else has published this version, or a newer one; nothing was changed. */
public final class ConcurrentPublicationException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the object and what helps. */
    public ConcurrentPublicationException(String message) {
        super(message);
    }
}
