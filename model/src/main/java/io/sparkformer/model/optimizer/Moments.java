package io.sparkformer.model.optimizer;

import java.util.Arrays;
import java.util.List;

/** An optimizer's state while steps are taken: as {@link OptimizerState}, in the form that kernels want. */
public final class Moments {
    private final List<BlockedVector> slots;
    private long steps;

    private Moments(List<BlockedVector> slots, long steps) {
        this.slots = slots;
        this.steps = steps;
    }

    /**
     * A copy of a state of this optimizer.
     *
     * @throws IllegalArgumentException if the state has other moments than the optimizer, or of another length
     */
    public static Moments copyOf(OptimizerState state, Optimizer optimizer) {
        Checks.state(optimizer, state);
        return new Moments(
                Arrays.stream(state.slots()).map(BlockedVector::copyOf).toList(), state.steps());
    }

    /** A copy. */
    public OptimizerState toState() {
        return new OptimizerState(slots.stream().map(BlockedVector::toArray).toArray(float[][]::new), steps);
    }

    List<BlockedVector> slots() {
        return slots;
    }

    /** Counts one more step and returns its number, from 1. */
    long advance() {
        return ++steps;
    }
}
