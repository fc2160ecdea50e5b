package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Predictions;
import java.util.List;

/**
 * Exact counts over a split.
 *
 * @param samples number of samples
 * @param loss mean of the samples' losses, without label smoothing
 * @param top1 share of samples of which a class is ranked first
 * @param top5 share of samples of which a class is among the first five
 */
public record Evaluation(long samples, double loss, double top1, double top5) {
    /** Adds up predictions, in any order. */
    static Evaluation of(List<Predictions> parts) {
        return of(parts.stream().map(Hits::of).reduce(Hits.ZERO, Hits::plus));
    }

    static Evaluation of(Hits hits) {
        long samples = hits.questions();
        return new Evaluation(
                samples, hits.losses().mean(samples), (double) hits.first() / samples, (double) hits.five() / samples);
    }
}
