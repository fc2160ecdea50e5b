package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;
import java.io.Serializable;
import java.util.Arrays;

/** What a model says of consecutive samples. Holds small arrays only: it travels to the driver. */
public final class Predictions implements Serializable {
    private static final long serialVersionUID = 1;

    private final long first;
    private final Kind kind;
    private final int[][] labels;
    private final int[] ranked;
    private final float[] probabilities;
    private final float[] losses;
    /** The probabilities of all classes, sample by sample; empty where they are not kept. */
    private final float[] scores;

    /**
     * What is predicted.
     *
     * @param classes number of classes
     * @param topK how many classes are ranked per sample
     * @param objective what makes probabilities of the logits
     * @param keepsScores whether the probabilities of all classes are kept too
     */
    public record Kind(int classes, int topK, Objective objective, boolean keepsScores) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /**
     * Makes room.
     *
     * @param first number of the first sample
     * @param samples number of samples
     */
    Predictions(long first, int samples, Kind kind) {
        this(
                first,
                kind,
                new int[samples][],
                new int[samples * kind.topK()],
                new float[samples * kind.topK()],
                new float[samples],
                new float[kind.keepsScores() ? Math.multiplyExact(samples, kind.classes()) : 0]);
    }

    private Predictions(
            long first,
            Kind kind,
            int[][] labels,
            int[] ranked,
            float[] probabilities,
            float[] losses,
            float[] scores) {
        this.first = first;
        this.kind = kind;
        this.labels = labels;
        this.ranked = ranked;
        this.probabilities = probabilities;
        this.losses = losses;
        this.scores = scores;
    }

    /**
     * Takes over a batch.
     *
     * @param batchLabels one entry per sample; what else the arrays below hold is padding
     * @param logits row by row
     * @param batchLosses one per row
     */
    void add(long firstOfBatch, int[][] batchLabels, float[] logits, float[] batchLosses) {
        int offset = Math.toIntExact(firstOfBatch - first);
        for (int i = 0; i < batchLabels.length; i++) {
            labels[offset + i] = batchLabels[i];
            losses[offset + i] = batchLosses[i];
            rank(logits, i * kind.classes(), offset + i);
        }
    }

    /** Picks the classes with the largest logits; of equal ones the lower class number comes first. */
    private void rank(float[] logits, int from, int index) {
        int classes = kind.classes();
        boolean[] taken = new boolean[classes];
        double normalizer = kind.objective() == Objective.SOFTMAX ? normalizer(logits, from, classes) : 0;
        for (int place = 0; place < kind.topK(); place++) {
            int best = -1;
            for (int candidate = 0; candidate < classes; candidate++) {
                if (!taken[candidate] && (best < 0 || logits[from + candidate] > logits[from + best])) {
                    best = candidate;
                }
            }
            taken[best] = true;
            ranked[index * kind.topK() + place] = best;
            probabilities[index * kind.topK() + place] = probability(logits[from + best], normalizer);
        }
        if (kind.keepsScores()) {
            for (int i = 0; i < classes; i++) {
                scores[index * classes + i] = probability(logits[from + i], normalizer);
            }
        }
    }

    private float probability(float logit, double normalizer) {
        return (float)
                switch (kind.objective()) {
                    case SOFTMAX -> StrictMath.exp(logit - normalizer);
                    case SIGMOID -> 1 / (1 + StrictMath.exp(-logit));
                };
    }

    /** log sum exp of a row. */
    private static double normalizer(float[] logits, int from, int classes) {
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

    /** The same without the probabilities of all classes. */
    public Predictions withoutScores() {
        Kind ranks = new Kind(kind.classes(), kind.topK(), kind.objective(), false);
        return new Predictions(first, ranks, labels, ranked, probabilities, losses, new float[0]);
    }

    /** Number of the first sample. */
    public long first() {
        return first;
    }

    /** Number of samples. */
    public int samples() {
        return labels.length;
    }

    /** How many classes are ranked per sample. */
    public int topK() {
        return kind.topK();
    }

    /** The true class of sample {@code first() + index}: the first where it has several, -1 where it has none. */
    public int label(int index) {
        return labels[index].length == 0 ? -1 : labels[index][0];
    }

    /** The true classes of sample {@code first() + index}. */
    public int[] labels(int index) {
        return labels[index].clone();
    }

    /** Whether a class is one of the true ones of sample {@code first() + index}. */
    public boolean applies(int index, int candidate) {
        return Arrays.stream(labels[index]).anyMatch(label -> label == candidate);
    }

    /** The class at {@code place} of the ranking of sample {@code first() + index}; place 0 is the prediction. */
    public int ranked(int index, int place) {
        return ranked[index * kind.topK() + place];
    }

    /** The probability of that class. */
    public float probability(int index, int place) {
        return probabilities[index * kind.topK() + place];
    }

    /** The probability of any class; only where they are kept. */
    public float score(int index, int candidate) {
        return scores[index * kind.classes() + candidate];
    }

    /** The loss of sample {@code first() + index}. */
    public float loss(int index) {
        return losses[index];
    }

    /** Whether a true class is among the first {@code places} of the ranking. */
    public boolean hit(int index, int places) {
        for (int place = 0; place < Math.min(places, kind.topK()); place++) {
            if (applies(index, ranked(index, place))) {
                return true;
            }
        }
        return false;
    }
}
