package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.WorkerReport;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes of averaging one part of the state.
 *
 * @param part its number
 * @param leaves hashes of the parameters' chunks in it
 * @param reports of all workers, from the first part alone
 * @param lost why it could not be averaged; null where it could
 */
record PartResult(
        int part,
        List<byte[]> leaves,
        List<WorkerReport> reports,
        @Nullable String lost) implements Serializable {
    private static final long serialVersionUID = 1;
}
