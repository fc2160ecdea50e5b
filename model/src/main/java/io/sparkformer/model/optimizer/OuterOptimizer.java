package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;

/**
 * Turns the average of a round into the next round's model: the average itself, or a step of SGD with Nesterov momentum
 * on the round's difference (Douillard et al. 2023, "DiLoCo", algorithm 1):
 *
 * <pre>
 * delta = before - average     v = momentum v + delta     next = before - lr * (delta + momentum v)
 * </pre>
 */
public final class OuterOptimizer {
    private final OuterOptimizerConfig config;

    /** An outer optimizer; what it remembers is the caller's. */
    public OuterOptimizer(OuterOptimizerConfig config) {
        this.config = config;
    }

    /** The velocity before the first round: empty where none is kept. */
    public float[] initialVelocity(int length) {
        return config instanceof OuterNesterov ? new float[length] : new float[0];
    }

    /**
     * One outer step.
     *
     * @param before the model the round started from; not modified
     * @param average of the workers' models; not modified
     * @param velocity updated in place
     * @return the model of the next round; with plain averaging the array {@code average} itself
     */
    public float[] step(float[] before, float[] average, float[] velocity) {
        Checks.sameLength("average", average, before.length);
        Checks.sameLength("outer velocity", velocity, config instanceof OuterNesterov ? before.length : 0);
        return config instanceof OuterNesterov nesterov ? roll(nesterov, before, average, velocity) : average;
    }

    private static float[] roll(OuterNesterov config, float[] before, float[] average, float[] velocity) {
        float rate = (float) config.learningRate();
        float momentum = (float) config.momentum();
        float[] next = new float[before.length];
        for (int i = 0; i < next.length; i++) {
            float difference = before[i] - average[i];
            float rolled = momentum * velocity[i] + difference;
            velocity[i] = rolled;
            next[i] = before[i] - rate * (difference + momentum * rolled);
        }
        return next;
    }
}
