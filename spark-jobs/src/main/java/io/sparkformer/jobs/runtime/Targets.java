package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;
import java.util.Arrays;

/**
 * What the loss compares the logits of a sample with. For softmax a distribution over the classes: a sample of several
 * labels spreads over them evenly. For sigmoid the probability of each class: 1 for each of the sample's labels. Two mixed
 * samples add up, each with its share; label smoothing comes last: (1 - e) times that, plus e / classes everywhere (Szegedy
 * et al. 2016, section 7; for sigmoid as in timm).
 */
public final class Targets {
    private final int classes;
    private final Objective objective;
    private final double smoothing;
    private final double[] shares;

    /**
     * Prepares.
     *
     * @param smoothing e, in [0, 1)
     */
    public Targets(int classes, Objective objective, double smoothing) {
        this.classes = classes;
        this.objective = objective;
        this.smoothing = smoothing;
        this.shares = new double[classes];
    }

    /**
     * Writes one sample's target.
     *
     * @param target where to, behind {@code from}
     * @param labels the sample's own, each once
     * @param share their share of the target
     * @param partnerLabels the other sample's, which have the rest
     */
    public void write(float[] target, int from, int[] labels, double share, int[] partnerLabels) {
        Arrays.fill(shares, 0);
        add(labels, share);
        add(partnerLabels, 1 - share);
        double everywhere = smoothing / classes;
        for (int i = 0; i < classes; i++) {
            target[from + i] = (float) ((1 - smoothing) * shares[i] + everywhere);
        }
    }

    private void add(int[] labels, double share) {
        double each = objective == Objective.SOFTMAX ? share / labels.length : share;
        for (int label : labels) {
            shares[label] += each;
        }
    }
}
