package io.sparkformer.jobs.cli;

/** The work of one sub-command. */
@FunctionalInterface
public interface Job {
    /**
     * Does the work. Fields for {@code summary.json} go to {@link JobContext#summary()}, also before a failure.
     *
     * @throws UserError for what a user can put right
     * @throws Exception for every other failure; the job has then failed
     */
    JobResult run(JobContext context) throws Exception;

    /**
     * Whether the job asks {@link JobContext#stopSignal()} by itself and ends in good order. Where it does not, a request
     * to stop cancels its Spark jobs and interrupts it, which is right for jobs that can simply be run again.
     */
    default boolean pollsStopSignal() {
        return false;
    }
}
