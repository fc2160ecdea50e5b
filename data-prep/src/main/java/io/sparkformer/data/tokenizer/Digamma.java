package io.sparkformer.data.tokenizer;

/** The derivative of the logarithm of the gamma function. */
final class Digamma {
    private static final double LARGE = 7;

    private Digamma() {}

    /** For x above 0: the recurrence up to 7, then the asymptotic series (Abramowitz and Stegun, 6.3.5 and 6.3.18). */
    static double of(double x) {
        double shifted = x;
        double below = 0;
        while (shifted < LARGE) {
            below -= 1 / shifted;
            shifted++;
        }
        double square = 1 / (shifted * shifted);
        double series =
                square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))));
        return below + StrictMath.log(shifted) - 0.5 / shifted - series;
    }
}
