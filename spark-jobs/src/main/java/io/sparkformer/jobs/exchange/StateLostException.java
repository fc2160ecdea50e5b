package io.sparkformer.jobs.exchange;

/** The state that a round begins with is gone with the executors that held it. */
public final class StateLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Names what is gone. */
    public StateLostException(String message) {
        super(message);
    }

    /** Names what is gone, and where it was. */
    public StateLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
