package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;

/**
 * Turns the average of a round into the next round's model: the average itself, a step of SGD with Nesterov momentum on
 * the round's difference (Douillard et al. 2023, "DiLoCo", algorithm 1),
 *
 * <pre>
 * delta = before - average     v = momentum v + delta     next = before - lr * (delta + momentum v)
 * </pre>
 *
 * or slow momentum (Wang et al. 2020, "SlowMo", algorithm 1), which keeps the direction of the rounds, so that momentum
 * from rounds with another learning rate counts as much as its direction is worth now:
 *
 * <pre>
 * u = beta u + (before - average) / gamma     next = before - alpha gamma u
 * </pre>
 *
 * <p>The paper's gamma, the fast learning rate, stays the same within a round. Here schedules change it from step to step,
 * and gamma is the mean over the round's steps: then u is the sum of the local steps' directions, weighted by their share of
 * the rates, whatever the schedule. The first step's rate would count a round of the warm-up too much, the last step's one
 * of the decay. Where a rate is constant all are the paper's.
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
     * One outer step of a piece of the model, which gives the bits that the whole would have there. After a round at rate
     * 0, in which nobody moved, slow momentum has no direction to add, and leaves everything as it is.
     *
     * @param round what the local steps of the round were taken with
     */
    public void step(OuterRound round, OuterStretch stretch) {
        Checks.sameLength("outer velocity", stretch.velocity(), keepsVelocity() ? stretch.length() : 0);
        float rate = (float) round.learningRate();
        if (config instanceof OuterNesterov nesterov) {
            roll(nesterov, stretch);
        } else if (config instanceof SlowMomentum slow && rate > 0) {
            roll(slow, rate, stretch);
        } else if (stretch.next() != stretch.average()) {
            System.arraycopy(stretch.average(), 0, stretch.next(), 0, stretch.length());
        }
    }

    private boolean keepsVelocity() {
        return !(config instanceof PlainAverage);
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

    private static void roll(SlowMomentum config, float rate, OuterStretch stretch) {
        float step = (float) config.learningRate() * rate;
        float momentum = (float) config.momentum();
        float[] before = stretch.before();
        float[] average = stretch.average();
        float[] direction = stretch.velocity();
        float[] next = stretch.next();
        for (int i = 0; i < next.length; i++) {
            float rolled = momentum * direction[i] + (before[i] - average[i]) / rate;
            direction[i] = rolled;
            next[i] = before[i] - step * rolled;
        }
    }
}
