package io.sparkformer.jobs.runtime;

import java.io.Serializable;

/** What a model says of consecutive samples. Holds small arrays only: it travels to the driver. */
public final class Predictions implements Serializable {
    private static final long serialVersionUID = 1;

    private final long first;
    private final int topK;
    private final int[] labels;
    private final int[] ranked;
    private final float[] probabilities;
    private final float[] losses;

    /**
     * Makes room.
     *
     * @param first number of the first sample
     * @param samples number of samples
     * @param topK how many classes are kept per sample
     */
    Predictions(long first, int samples, int topK) {
        this.first = first;
        this.topK = topK;
        this.labels = new int[samples];
        this.ranked = new int[samples * topK];
        this.probabilities = new float[samples * topK];
        this.losses = new float[samples];
    }

    void add(long firstOfBatch, int[] batchLabels, float[] logits, float[] batchLosses, int classes) {
        int offset = Math.toIntExact(firstOfBatch - first);
        for (int i = 0; i < batchLabels.length; i++) {
            labels[offset + i] = batchLabels[i];
            losses[offset + i] = batchLosses[i];
            rank(logits, i * classes, classes, (offset + i) * topK);
        }
    }

    /** Picks the classes with the largest logits; of equal ones the lower class number comes first. */
    private void rank(float[] logits, int from, int classes, int target) {
        boolean[] taken = new boolean[classes];
        double normalizer = normalizer(logits, from, classes);
        for (int place = 0; place < topK; place++) {
            int best = -1;
            for (int candidate = 0; candidate < classes; candidate++) {
                if (!taken[candidate] && (best < 0 || logits[from + candidate] > logits[from + best])) {
                    best = candidate;
                }
            }
            taken[best] = true;
            ranked[target + place] = best;
            probabilities[target + place] = (float) StrictMath.exp(logits[from + best] - normalizer);
        }
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

    /** Number of the first sample. */
    public long first() {
        return first;
    }

    /** Number of samples. */
    public int samples() {
        return labels.length;
    }

    /** How many classes are kept per sample. */
    public int topK() {
        return topK;
    }

    /** The true class of sample {@code first() + index}. */
    public int label(int index) {
        return labels[index];
    }

    /** The class at {@code place} of the ranking of sample {@code first() + index}; place 0 is the prediction. */
    public int ranked(int index, int place) {
        return ranked[index * topK + place];
    }

    /** The probability of that class. */
    public float probability(int index, int place) {
        return probabilities[index * topK + place];
    }

    /** The cross-entropy of sample {@code first() + index}. */
    public float loss(int index) {
        return losses[index];
    }

    /** Whether the true class is among the first {@code places} of the ranking. */
    public boolean hit(int index, int places) {
        for (int place = 0; place < Math.min(places, topK); place++) {
            if (ranked(index, place) == labels[index]) {
                return true;
            }
        }
        return false;
    }
}
