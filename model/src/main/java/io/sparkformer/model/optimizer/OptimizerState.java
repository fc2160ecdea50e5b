package io.sparkformer.model.optimizer;

/** An optimizer's moments, each as long as the parameters, and the number of steps they have seen. */
public final class OptimizerState {
    private final float[][] slots;
    private final long steps;

    /**
     * Wraps moments.
     *
     * @param slots one array per moment, in the order of {@link Optimizer#slotNames()}
     * @param steps steps taken with them, 0 or more
     */
    public OptimizerState(float[][] slots, long steps) {
        Checks.notNegative("optimizer steps", steps);
        this.slots = slots;
        this.steps = steps;
    }

    /** Moments of zero before the first step. */
    public static OptimizerState zero(int slots, int length) {
        return new OptimizerState(new float[slots][length], 0);
    }

    /** The moments themselves, not a copy. */
    public float[][] slots() {
        return slots;
    }

    /** Number of steps taken. */
    public long steps() {
        return steps;
    }
}
