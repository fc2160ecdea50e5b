package io.sparkformer.jobs.cli;

/**
 * Something a user can put right: a file that is not there, data that do not fit. It is shown as one message, without a
 * stack trace, and the job fails. May be thrown in Spark tasks as well.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * Describes an error.
     *
     * @param message what is wrong, naming the key or file and the value, without a full stop at the end
     * @param remedy what to do about it, without a full stop at the end
     */
    public UserError(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** Describes an error that another exception led to. */
    public UserError(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
