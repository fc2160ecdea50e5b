package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;

/** What the logits of one row say of its classes. */
public final class Probabilities {
    private final Objective objective;
    private final float[] logits;
    private final int from;
    private final double normalizer;

    /**
     * Of a row.
     *
     * @param objective what makes probabilities of them
     * @param logits of several rows
     * @param from where the row begins
     * @param classes how many it has
     */
    public Probabilities(Objective objective, float[] logits, int from, int classes) {
        this.objective = objective;
        this.logits = logits;
        this.from = from;
        this.normalizer = objective == Objective.SOFTMAX ? logSumExp(logits, from, classes) : 0;
    }

    /** The probability of a class. */
    public float of(int candidate) {
        float logit = logits[from + candidate];
        return (float)
                switch (objective) {
                    case SOFTMAX -> StrictMath.exp(logit - normalizer);
                    case SIGMOID -> 1 / (1 + StrictMath.exp(-logit));
                };
    }

    private static double logSumExp(float[] logits, int from, int classes) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
            largest = Math.max(largest, logits[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += StrictMath.exp(logits[from + i] - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
