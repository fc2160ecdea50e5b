package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;

/** Predictions that a test makes up. */
public final class TestPredictions {
    private TestPredictions() {}

    /** One sample per label, -1 for none, with the class that is ranked first. */
    public static Predictions of(int[] labels, int[] predicted, int classes) {
        Predictions predictions = empty(0, labels.length, classes, classes);
        for (int i = 0; i < labels.length; i++) {
            float[] logits = new float[classes];
            logits[predicted[i]] = 1;
            predictions.add(i, new int[][] {labels[i] < 0 ? new int[0] : new int[] {labels[i]}}, logits, new float[1]);
        }
        return predictions;
    }

    /** Room for predictions of classes that exclude each other. */
    static Predictions empty(long first, int samples, int classes, int topK) {
        return new Predictions(first, samples, new Predictions.Kind(classes, topK, Objective.SOFTMAX, false));
    }
}
