package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;

/** Predictions that a test makes up. */
public final class TestPredictions {
    private TestPredictions() {}

    /** One sample per label, -1 for none, with the class that is ranked first. */
    public static Predictions of(int[] labels, int[] predicted, int classes) {
        Predictions.Collector collected = collector(0, classes, classes);
        for (int i = 0; i < labels.length; i++) {
            float[] logits = new float[classes];
            logits[predicted[i]] = 1;
            int[][] truth = {labels[i] < 0 ? new int[0] : new int[] {labels[i]}};
            collected.add(i, Asked.ofSamples(truth), RowScores.of(logits), new float[1]);
        }
        return collected.toPredictions();
    }

    /** Of classes that exclude each other. */
    static Predictions.Collector collector(long first, int classes, int topK) {
        return new Predictions.Collector(first, new Predictions.Kind(classes, topK, Objective.SOFTMAX, false));
    }
}
