package io.sparkformer.model.attention;

/** The checks of what attention is made of. */
final class Require {
    private Require() {}

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ": must be at least " + least);
        }
    }

    /** Refuses a causal model. */
    static void notCausal(BlockAttention attention, boolean causal) {
        if (causal) {
            throw new IllegalArgumentException(attention + " mixes tokens with those that come later,"
                    + " which a causal model must not hear: choose another attention or an encoder");
        }
    }
}
