package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.WorkerReport;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What passes from a worker to those who average, through Spark's shuffle: where its pieces lie. So Spark knows whom to run again
 * when pieces are lost.
 *
 * @param report what the worker tells
 * @param holder who has its pieces
 * @param shuffleServer who serves this token itself
 * @param task the attempt that made it
 * @param index of the task in its stage
 * @param lost why the state could not be taken; null where it could
 */
record Token(
        @Nullable WorkerReport report,
        Holder holder,
        Holder shuffleServer,
        long task,
        int index,
        @Nullable String lost) implements Serializable {
    private static final long serialVersionUID = 1;
}
