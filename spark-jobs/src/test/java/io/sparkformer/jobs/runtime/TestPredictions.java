package io.sparkformer.jobs.runtime;

/** Predictions that a test makes up. */
public final class TestPredictions {
    private TestPredictions() {}

    /** One sample per label, with the class that is ranked first. */
    public static Predictions of(int[] labels, int[] predicted, int classes) {
        Predictions predictions = new Predictions(0, labels.length, classes);
        for (int i = 0; i < labels.length; i++) {
            float[] logits = new float[classes];
            logits[predicted[i]] = 1;
            predictions.add(i, new int[] {labels[i]}, logits, new float[1], classes);
        }
        return predictions;
    }
}
