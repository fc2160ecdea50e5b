package io.sparkformer.benchmark.report;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of one contender on one model; medians over the repetitions, null where it was not measured.
 *
 * @param stepMillis wall time of a training step: forward, backward, AdamW
 * @param stepCpuMillis CPU time of the threads that step
 * @param forwardMillis wall time of the loss alone, without gradients
 * @param peakMebibytes most resident memory while training, above what the process held before it built the model
 * @param allocatedMebibytes Java memory that a step allocates
 * @param compileSeconds time to build the graph and compile it for training
 * @param firstLoss loss of the first step
 * @param laterLoss loss after {@link #LATER_STEP} steps
 */
public record Measurement(
        double stepMillis,
        @Nullable Double stepCpuMillis,
        @Nullable Double forwardMillis,
        @Nullable Double peakMebibytes,
        @Nullable Double allocatedMebibytes,
        @Nullable Double compileSeconds,
        double firstLoss,
        double laterLoss) {
    /** Steps before the one whose loss tells whether gradients and optimizer agree too. */
    public static final int LATER_STEP = 3;
}
