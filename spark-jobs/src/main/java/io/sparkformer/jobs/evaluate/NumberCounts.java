package io.sparkformer.jobs.evaluate;

/**
 * How numbers were guessed.
 *
 * @param moments of guesses and truth
 * @param losses of all
 */
record NumberCounts(Moments moments, ExactSum losses) implements Counted<NumberCounts> {
    private static final long serialVersionUID = 1;

    static NumberCounts of(NumberGuesses guesses) {
        Moments moments = Moments.ZERO;
        ExactSum losses = ExactSum.ZERO;
        for (int i = 0; i < guesses.count(); i++) {
            moments = moments.plus(Moments.of(guesses.values()[i], guesses.truth()[i]));
            losses = losses.plus(guesses.losses()[i]);
        }
        return new NumberCounts(moments, losses);
    }

    @Override
    public NumberCounts plus(NumberCounts other) {
        return new NumberCounts(moments.plus(other.moments), losses.plus(other.losses));
    }
}
