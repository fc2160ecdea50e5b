package io.sparkformer.jobs.cli;

import java.util.Locale;

/** How a job ended. */
public enum JobStatus {
    /** It did its work. */
    SUCCEEDED(0),
    /** It was asked to stop; the same command continues it. */
    STOPPED(75),
    /** It did not do its work. */
    FAILED(1);

    /** The exit code for a command line or a configuration that cannot be understood: no job was begun. */
    public static final int USAGE_EXIT_CODE = 2;

    private final int exitCode;

    JobStatus(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }

    /** The value of {@code status} in {@code summary.json}. */
    public String summaryName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
