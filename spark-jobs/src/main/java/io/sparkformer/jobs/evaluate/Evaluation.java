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
    private static final int FIVE = 5;

    /** Adds up predictions in the order of the list. */
    static Evaluation of(List<Predictions> parts) {
        long samples = 0;
        long first = 0;
        long five = 0;
        double loss = 0;
        for (Predictions part : parts) {
            for (int i = 0; i < part.samples(); i++) {
                samples++;
                first += part.hit(i, 1) ? 1 : 0;
                five += part.hit(i, FIVE) ? 1 : 0;
                loss += part.loss(i);
            }
        }
        return new Evaluation(samples, loss / samples, (double) first / samples, (double) five / samples);
    }
}
