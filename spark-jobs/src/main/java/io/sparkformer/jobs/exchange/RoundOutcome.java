package io.sparkformer.jobs.exchange;

/**
 * A round's result.
 *
 * @param state after the round
 * @param loss mean loss over the round's samples
 * @param gradientNorm largest norm of a step's gradient before clipping, over the workers
 * @param trained which samples were trained
 * @param secondsWaiting longest time a worker waited for data
 * @param secondsAveraging time the round took beyond its workers' local steps
 */
public record RoundOutcome(
        RunState state,
        double loss,
        double gradientNorm,
        TrainedSamples trained,
        double secondsWaiting,
        double secondsAveraging) {
    RoundOutcome withState(RunState other) {
        return new RoundOutcome(other, loss, gradientNorm, trained, secondsWaiting, secondsAveraging);
    }
}
