package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;

/**
 * There is not enough memory outside the heap. No {@link OutOfMemoryError}: the heap is sound, so the process need not end.
 */
public final class NativeMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is missing. */
    NativeMemoryException(String message) {
        super(message);
    }

    /** Says what was wanted and why it failed. */
    NativeMemoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A plan does not fit.
     *
     * @param workingBytes of its activations and gradients; 0 if it failed before they were known
     */
    static NativeMemoryException ofPlan(ModelGraph graph, long workingBytes, Throwable cause) {
        long parameterBytes =
                (long) graph.layout().length() * graph.settings().type().width();
        String arrays = "parameters " + NativeMemory.gigabytes(parameterBytes)
                + (workingBytes == 0 ? "" : ", activations and gradients " + NativeMemory.gigabytes(workingBytes));
        return new NativeMemoryException(
                "no room for a plan of a batch of " + graph.settings().batchSize() + " (" + arrays + "): "
                        + cause.getMessage()
                        + ". Use a smaller training.batch-size with more training.micro-batches, training.recomputation ="
                        + " blocks, fewer cores per executor, or allow more memory outside the heap"
                        + " (spark.executor.memoryOverhead)",
                cause);
    }
}
