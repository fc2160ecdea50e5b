package io.sparkformer.jobs.exchange;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of its round besides the state that it brings back.
 *
 * @param worker its number
 * @param optimizerSteps steps that its optimizer's moments have seen
 * @param lossSum sum of its samples' losses
 * @param weight sum of its samples' weights, by which it counts in the average
 * @param gradientNorm largest norm of a step's gradient before clipping
 * @param nanosWaiting time it waited for data
 * @param nanosTraining time it took its local steps in, waiting included
 * @param trained which samples it trained
 * @param failure why it has no result; a result and not an exception where it would be the same in every retry, so that
 *     Spark must not try again; null where it has one
 */
public record WorkerReport(
        int worker,
        long optimizerSteps,
        double lossSum,
        double weight,
        double gradientNorm,
        long nanosWaiting,
        long nanosTraining,
        TrainedSamples trained,
        @Nullable String failure)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of a worker that cannot go on. */
    public static WorkerReport failed(int worker, String reason) {
        return new WorkerReport(worker, 0, 0, 0, 0, 0, 0, new TrainedSamples(), reason);
    }
}
