package io.sparkformer.jobs.baseline;

import java.util.Iterator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * How good predicted probabilities are.
 *
 * @param samples how many were judged
 * @param hits labels that got the highest probability
 * @param hitsInFive labels among the five highest
 * @param lossSum sum of -log p(label)
 */
record Scores(long samples, long hits, long hitsInFive, double lossSum) {
    /** A probability of 0 would make the loss infinite; as in MLlib's log loss. */
    private static final double SMALLEST = 1e-15;

    private static final int FIVE = 5;

    /** Of nothing. */
    static final Scores NONE = new Scores(0, 0, 0, 0);

    /** Judges rows of a label and a vector of probabilities. */
    static Scores of(Iterator<Row> rows) {
        Scores scores = NONE;
        while (rows.hasNext()) {
            Row row = rows.next();
            scores = scores.plus(of((int) row.getDouble(0), ((Vector) row.get(1)).toArray()));
        }
        return scores;
    }

    private static Scores of(int label, double[] probabilities) {
        int rank = 0;
        for (int other = 0; other < probabilities.length; other++) {
            // Of equal probabilities the lower label goes first.
            boolean before = other < label && probabilities[other] == probabilities[label];
            if (before || probabilities[other] > probabilities[label]) {
                rank++;
            }
        }
        double loss = -Math.log(Math.max(probabilities[label], SMALLEST));
        return new Scores(1, rank < 1 ? 1 : 0, rank < FIVE ? 1 : 0, loss);
    }

    /** Both together. */
    Scores plus(Scores other) {
        return new Scores(
                samples + other.samples, hits + other.hits, hitsInFive + other.hitsInFive, lossSum + other.lossSum);
    }

    /** Share of hits. */
    double top1() {
        return (double) hits / samples;
    }

    /** Share of hits among the five. */
    double top5() {
        return (double) hitsInFive / samples;
    }

    /** Mean loss. */
    double loss() {
        return lossSum / samples;
    }

    /** As numbers, which every serializer knows. */
    double[] toArray() {
        return new double[] {samples, hits, hitsInFive, lossSum};
    }

    /** From {@link #toArray}. */
    static Scores ofArray(double[] numbers) {
        return new Scores((long) numbers[0], (long) numbers[1], (long) numbers[2], numbers[3]);
    }
}
