package io.sparkformer.model.plan;

/**
 * There is not enough memory outside the heap. No {@link OutOfMemoryError}: the heap is sound, so the process need not end.
 */
public final class NativeMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is missing. */
    NativeMemoryException(String message) {
        super(message);
    }

    /** Says what was wanted and why it failed. */
    NativeMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
