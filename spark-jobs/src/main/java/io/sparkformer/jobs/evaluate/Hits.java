package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Predictions;

/**
 * How questions were answered that have classes for answers.
 *
 * @param questions how many there are
 * @param first those of which a true class is ranked first
 * @param five those of which one is among the first five
 * @param losses of all
 */
record Hits(long questions, long first, long five, ExactSum losses) implements Counted<Hits> {
    private static final long serialVersionUID = 1;

    /** How many classes have to be ranked. */
    static final int FIVE = 5;

    /** None. */
    static final Hits ZERO = new Hits(0, 0, 0, ExactSum.ZERO);

    static Hits of(Predictions predictions) {
        long first = 0;
        long five = 0;
        ExactSum losses = ExactSum.ZERO;
        for (int i = 0; i < predictions.samples(); i++) {
            first += predictions.hit(i, 1) ? 1 : 0;
            five += predictions.hit(i, FIVE) ? 1 : 0;
            losses = losses.plus(predictions.loss(i));
        }
        return new Hits(predictions.samples(), first, five, losses);
    }

    @Override
    public Hits plus(Hits other) {
        return new Hits(questions + other.questions, first + other.first, five + other.five, losses.plus(other.losses));
    }
}
