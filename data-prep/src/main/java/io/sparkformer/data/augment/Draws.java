package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;

/**
 * Random numbers that are not evenly distributed. By StrictMath, whose results are the same everywhere and in compiled and
 * interpreted code alike; Math's are not.
 */
final class Draws {
    private Draws() {}

    /** Evenly from {@code from} to {@code to}. */
    static double uniform(KeyedRandom random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** Standard normal, by Box and Muller's transform; always takes two numbers. */
    static double gaussian(KeyedRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(positive(random)));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /**
     * From the symmetric beta distribution, in [0, 1]: for alpha of at most 1 by Jöhnk's rejection, above by Ulrich's polar
     * method (both: Devroye, "Non-uniform random variate generation", 1986, chapter IX.4).
     */
    static double symmetricBeta(KeyedRandom random, double alpha) {
        if (alpha > 1) {
            double radius = StrictMath.sqrt(1 - StrictMath.pow(positive(random), 2 / (2 * alpha - 1)));
            return 0.5 + 0.5 * radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        }
        while (true) {
            double logX = StrictMath.log(positive(random)) / alpha;
            double logY = StrictMath.log(positive(random)) / alpha;
            // x / (x + y) without leaving the range of doubles where alpha is small and both are tiny.
            double larger = Math.max(logX, logY);
            double x = StrictMath.exp(logX - larger);
            double y = StrictMath.exp(logY - larger);
            if (larger + StrictMath.log(x + y) <= 0) {
                return x / (x + y);
            }
        }
    }

    /** In (0, 1], so that it has a logarithm. */
    private static double positive(KeyedRandom random) {
        return 1 - random.nextDouble();
    }
}
