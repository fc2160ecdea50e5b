package io.sparkformer.jobs.runtime;

/**
 * What a batch's rows say of their classes.
 *
 * @param logits of which probabilities are made, row by row
 * @param order by which classes are ranked; of the same form
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowScores(float[] logits, float[] order) {
    /** Rows each of which stands for itself: what is likelier comes first. */
    static RowScores of(float[] logits) {
        return new RowScores(logits, logits);
    }
}
