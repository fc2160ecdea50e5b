package io.sparkformer.model.train;

/**
 * What is to be told of local steps besides the state that they led to.
 *
 * @param lossSum sum of weight times loss over all samples, each at the parameters it was trained with
 * @param weight sum of the samples' weights
 * @param samples number of samples trained
 * @param steps number of steps that had samples
 * @param optimizerSteps steps that the optimizer's moments have seen
 * @param gradientNorm largest norm of a step's gradient before clipping
 * @param nanosWaiting time spent waiting for data
 */
public record LocalTotals(
        double lossSum,
        double weight,
        long samples,
        int steps,
        long optimizerSteps,
        double gradientNorm,
        long nanosWaiting) {}
