package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.StateLostException;
import java.util.concurrent.Callable;

/** Tells a state that is gone from other failures of a job. */
final class LostState {
    /** What Spark says when a data set whose lineage was cut is asked for a partition that nobody has. */
    private static final String CUT = "Checkpoint block";

    private LostState() {}

    /** Runs a job. */
    static <R> R watch(Callable<R> job) {
        try {
            return job.call();
        } catch (Exception e) { // Spark's own among them, which Scala throws without declaring it
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).contains(CUT)) {
                    throw new StateLostException("a part of the model's state is gone", e);
                }
            }
            throw LostState.<RuntimeException>sneaky(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
