package io.sparkformer.model.optimizer;

/** Checks of hyper-parameters. Messages name the key, the value and what is allowed. */
final class Checks {
    private Checks() {}

    static void fraction(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(key + " = " + value + ": must be at least 0 and below 1");
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(key + " = " + value + ": must be 0 or more");
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(key + " = " + value + ": must be above 0");
        }
    }
}
