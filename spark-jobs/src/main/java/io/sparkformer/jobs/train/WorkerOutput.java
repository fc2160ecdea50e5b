package io.sparkformer.jobs.train;

import java.io.Serializable;

/**
 * What one worker brings back from a round.
 *
 * @param worker its number
 * @param parameters after its local steps
 * @param optimizerSteps steps that its optimizer's moments have seen
 * @param optimizerSlots its optimizer's moments after them
 * @param lossSum sum of its samples' losses
 * @param weight sum of its samples' weights, by which it counts in the average
 * @param gradientNorm largest norm of a step's gradient before clipping
 * @param nanosWaiting time it waited for data
 * @param trained which samples it trained
 */
record WorkerOutput(
        int worker,
        float[] parameters,
        long optimizerSteps,
        float[][] optimizerSlots,
        double lossSum,
        double weight,
        double gradientNorm,
        long nanosWaiting,
        TrainedSamples trained)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
