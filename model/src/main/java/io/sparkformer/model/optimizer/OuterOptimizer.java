package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;

/** Turns the average of a round into the next round's model. */
public final class OuterOptimizer {
    private final OuterOptimizerConfig config;

    /** An outer optimizer without state of its own. */
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
     * @param before the model the round started from
     * @param average of the workers' models
     * @param velocity updated in place
     * @return the model of the next round
     */
    public float[] step(float[] before, float[] average, float[] velocity) {
        return config instanceof OuterNesterov nesterov ? roll(nesterov, before, average, velocity) : average;
    }

    private static float[] roll(OuterNesterov config, float[] before, float[] average, float[] velocity) {
        float rate = (float) config.learningRate();
        float momentum = (float) config.momentum();
        float[] next = new float[before.length];
        for (int i = 0; i < next.length; i++) {
            float difference = before[i] - average[i];
            velocity[i] = momentum * velocity[i] + difference;
            next[i] = before[i] - rate * (difference + momentum * velocity[i]);
        }
        return next;
    }
}
