package io.sparkformer.jobs.cli;

/**
 * How a job that did not fail ended.
 *
 * @param status succeeded or stopped
 */
public record JobResult(JobStatus status) {
    /** A job fails by throwing an exception, so that it says why. */
    public JobResult {
        if (status == JobStatus.FAILED) {
            throw new IllegalArgumentException("A job fails by an exception, not by a result");
        }
    }

    /** The job did all of its work. */
    public static JobResult succeeded() {
        return new JobResult(JobStatus.SUCCEEDED);
    }

    /** The job ended early in good order, and the same command continues it. */
    public static JobResult stopped() {
        return new JobResult(JobStatus.STOPPED);
    }
}
