package io.sparkformer.model.optimizer;

import java.util.Arrays;

/** Checks of hyper-parameters and buffers. Messages name the key, the value and what is allowed. */
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

    static void notNegative(String key, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " = " + value + ": must be 0 or more");
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(key + " = " + value + ": must be above 0");
        }
    }

    static void sameLength(String what, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(
                    what + ": an array of " + values.length + " elements where " + length + " are needed");
        }
    }

    static void state(Optimizer optimizer, OptimizerState state) {
        if (state.slots().length != optimizer.slotNames().size()) {
            throw new IllegalArgumentException("the optimizer's state has " + state.slots().length + " moments where "
                    + optimizer.slotNames() + " are needed: it belongs to another optimizer");
        }
        Arrays.stream(state.slots()).forEach(slot -> sameLength("a moment", slot, optimizer.length()));
    }
}
