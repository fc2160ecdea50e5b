package io.sparkformer.jobs.report;

/**
 * A round was committed.
 *
 * @param round from 1
 * @param step global steps done
 * @param epoch epochs done, with a fraction
 * @param loss mean loss of the samples trained in the round
 * @param learningRate at the round's last step
 * @param gradientNorm mean global norm before clipping
 * @param samples trained in the round
 * @param seconds the round took
 * @param secondsWaitingForData mean over the replicas
 * @param secondsAveraging everything between the slowest replica's last step and the commit
 * @param parametersHash hash of the averaged parameters
 */
public record RoundEvent(
        long round,
        long step,
        double epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        long samples,
        double seconds,
        double secondsWaitingForData,
        double secondsAveraging,
        String parametersHash)
        implements MetricsEvent {
    /** Samples per second of wall time. */
    public double samplesPerSecond() {
        return seconds > 0 ? samples / seconds : 0;
    }
}
