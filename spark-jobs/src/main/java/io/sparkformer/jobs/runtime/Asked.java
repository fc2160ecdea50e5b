package io.sparkformer.jobs.runtime;

/**
 * What is asked of a batch, in order: of a classifier one question for each sample, of a language model one for each token that
 * it has to guess.
 *
 * @param rows of each question the row of the logits that answers it
 * @param samples of each the place of its sample in the batch
 * @param labels of each the true classes
 * @param lossIsMean whether a sample's loss is the mean of its questions' and not their sum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Asked(int[] rows, int[] samples, int[][] labels, boolean lossIsMean) {
    /** Questions whose losses add up. */
    public Asked(int[] rows, int[] samples, int[][] labels) {
        this(rows, samples, labels, false);
    }

    /** One question for each sample, answered by the row of its place. */
    public static Asked ofSamples(int[][] labels) {
        int[] places = new int[labels.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return new Asked(places, places, labels);
    }

    /** The same where a sample's loss is the mean over its questions. */
    public Asked withMeanLoss() {
        return new Asked(rows, samples, labels, true);
    }

    /** How many questions there are. */
    public int count() {
        return rows.length;
    }
}
