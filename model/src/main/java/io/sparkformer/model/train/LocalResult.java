package io.sparkformer.model.train;

/**
 * What local steps led to.
 *
 * @param state parameters and optimizer after the steps
 * @param lossSum sum of weight times loss over all samples, each at the parameters it was trained with
 * @param weight sum of the samples' weights
 * @param samples number of samples trained
 * @param steps number of steps that had samples
 * @param gradientNorm largest norm of a step's gradient before clipping
 * @param nanosWaiting time spent waiting for data
 */
public record LocalResult(
        ReplicaState state,
        double lossSum,
        double weight,
        long samples,
        int steps,
        double gradientNorm,
        long nanosWaiting) {}
