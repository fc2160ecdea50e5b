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

    /** Moments of zero before the first step. */
    public static Moments zero(Optimizer optimizer) {
        return new Moments(
                optimizer.slotNames().stream()
                        .map(name -> BlockedVector.zero(optimizer.length()))
                        .toList(),
                0);
    }

    /**
     * Takes over the values of a state of this optimizer.
     *
     * @throws IllegalArgumentException if the state has other moments than these, or of another length
     */
    public void set(OptimizerState state, Optimizer optimizer) {
        Checks.state(optimizer, state);
        for (int slot = 0; slot < slots.size(); slot++) {
            slots.get(slot).write(0, state.slots()[slot], optimizer.length());
        }
        steps = state.steps();
    }

    /** The moments themselves, in the order of {@link Optimizer#slotNames()}. */
    public List<? extends FlatVector> vectors() {
        return slots;
    }

    /** Number of steps that the moments have seen. */
    public long steps() {
        return steps;
    }

    /** Says how many steps the moments have seen. */
    public void steps(long seen) {
        Checks.notNegative("optimizer steps", seen);
        steps = seen;
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
