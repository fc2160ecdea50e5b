package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;

/**
 * Turns the average of a round into the next round's model: the average itself, or a step of SGD with Nesterov momentum
 * on the round's difference (Douillard et al. 2023, "DiLoCo", algorithm 1):
 *
 * <pre>
 * delta = before - average     v = momentum v + delta     next = before - lr * (delta + momentum v)
 * </pre>
 *
 * <p>Every element by itself: a model may be cut into any pieces, each with its piece of the velocity.
 */
public final class OuterOptimizer {
    private final OuterOptimizerConfig config;

    /** An outer optimizer; what it remembers is the caller's. */
    public OuterOptimizer(OuterOptimizerConfig config) {
        this.config = config;
    }

    /** The velocity before the first round: empty where none is kept. */
    public float[] initialVelocity(int length) {
        return new float[keepsVelocity() ? length : 0];
    }

    /**
     * One outer step of a whole model.
     *
     * @param round what the local steps of the round were taken with
     * @param before the model the round started from; not modified
     * @param average of the workers' models; not modified
     * @param velocity updated in place
     * @return the model of the next round; with plain averaging the array {@code average} itself
     */
    public float[] step(OuterRound round, float[] before, float[] average, float[] velocity) {
        float[] next = keepsVelocity() ? new float[before.length] : average;
        step(round, new OuterStretch(before, average, velocity, next));
        return next;
    }

    /**
     * One outer step of a piece of the model, which gives the bits that the whole would have there.
     *
     * @param round what the local steps of the round were taken with
     */
    public void step(OuterRound round, OuterStretch stretch) {
        Checks.sameLength("outer velocity", stretch.velocity(), keepsVelocity() ? stretch.length() : 0);
        if (config instanceof OuterNesterov nesterov) {
            roll(nesterov, stretch);
        } else if (stretch.next() != stretch.average()) {
            System.arraycopy(stretch.average(), 0, stretch.next(), 0, stretch.length());
        }
    }

    private boolean keepsVelocity() {
        return config instanceof OuterNesterov;
    }

    private static void roll(OuterNesterov config, OuterStretch stretch) {
        float rate = (float) config.learningRate();
        float momentum = (float) config.momentum();
        float[] before = stretch.before();
        float[] average = stretch.average();
        float[] velocity = stretch.velocity();
        float[] next = stretch.next();
        for (int i = 0; i < next.length; i++) {
            float difference = before[i] - average[i];
            float rolled = momentum * velocity[i] + difference;
            velocity[i] = rolled;
            next[i] = before[i] - rate * (difference + momentum * rolled);
        }
    }
}
