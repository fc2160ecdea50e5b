package io.sparkformer.jobs.preflight;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task found where it ran.
 *
 * @param executor Spark's name of the executor
 * @param host the machine
 * @param backend the backend of ND4J
 * @param fingerprint what the engine computes there; null where it does not work
 * @param computeFailure why the engine does not work; null where it does
 * @param heapBytes how large the executor's heap may grow
 * @param storageBytes what Spark may keep there in memory, on the heap and outside
 * @param machineBytes memory of the machine, or of the container
 * @param gpus addresses of the GPUs that Spark gave the task
 * @param dataFailure why the prepared data cannot be read there; null where they can, or none are read
 * @param outputFailure why the output cannot be written there; null where it can, or was not tried
 */
public record ExecutorReport(
        String executor,
        String host,
        String backend,
        @Nullable String fingerprint,
        @Nullable String computeFailure,
        long heapBytes,
        long storageBytes,
        long machineBytes,
        List<String> gpus,
        @Nullable String dataFailure,
        @Nullable String outputFailure)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The executor and its machine, for messages. */
    public String place() {
        return "executor " + executor + " on " + host;
    }
}
