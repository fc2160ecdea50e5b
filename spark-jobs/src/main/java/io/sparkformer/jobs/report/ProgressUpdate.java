package io.sparkformer.jobs.report;

/**
 * Where a training run stands.
 *
 * @param step global steps done
 * @param loss mean loss of the last round
 * @param learningRate at the last step
 * @param samplesPerSecond over the last round
 * @param secondsWaitingForData since this process began, mean over the replicas
 * @param secondsAveraging since this process began
 */
public record ProgressUpdate(
        long step,
        double loss,
        double learningRate,
        double samplesPerSecond,
        double secondsWaitingForData,
        double secondsAveraging) {}
