package io.sparkformer.model.language;

/** Checks of a configuration. */
final class Sizes {
    private Sizes() {}

    static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " = " + value + ": must be at least " + least);
        }
    }
}
