package io.sparkformer.jobs.train;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The end of a worker's round. A loss that is not finite is a result and not an exception: it would be the same in every
 * retry, so that Spark must not try again.
 *
 * @param output what came of it, unless it failed
 * @param failure why it failed, unless it did not
 */
record TrainedOrFailed(
        @Nullable WorkerOutput output, @Nullable String failure) implements Serializable {
    private static final long serialVersionUID = 1;

    static TrainedOrFailed trained(WorkerOutput output) {
        return new TrainedOrFailed(output, null);
    }

    static TrainedOrFailed failed(String reason) {
        return new TrainedOrFailed(null, reason);
    }
}
