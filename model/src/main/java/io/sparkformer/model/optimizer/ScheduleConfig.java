package io.sparkformer.model.optimizer;

import java.io.Serializable;

/**
 * How the learning rate changes over a run.
 *
 * @param shape what follows the warm-up
 * @param learningRate the highest rate, reached at the end of the warm-up
 * @param warmupSteps steps over which the rate rises linearly, the first of them at learningRate / warmupSteps
 * @param finalLearningRate where the falling shapes end, one step behind the last, or behind that of a cycle; at most learningRate
 * @param cycles of the shape that has some
 */
public record ScheduleConfig(
        Shape shape, double learningRate, long warmupSteps, double finalLearningRate, Cycles cycles)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What follows the warm-up. */
    public enum Shape {
        /** Half a cosine wave from the highest to the final rate (Loshchilov and Hutter 2017, equation 5). */
        COSINE,
        /** A straight line from the highest to the final rate. */
        LINEAR,
        /** The highest rate. */
        CONSTANT,
        /** The highest rate over the root of the steps, counted in warm-ups (Vaswani et al. 2017, equation 3). */
        INVERSE_ROOT,
        /** Half a cosine wave in each cycle, which begins anew at the highest rate (Loshchilov and Hutter 2017, section 3). */
        COSINE_RESTARTS
    }

    /**
     * How long cycles are.
     *
     * @param firstSteps of the first one, above 0
     * @param growth how many times as long each is as the one before it, above 0
     */
    public record Cycles(long firstSteps, int growth) implements Serializable {
        private static final long serialVersionUID = 1;

        /** Of shapes that have none. */
        public static final Cycles NONE = new Cycles(1, 1);

        /** Refuses values outside their ranges. */
        public Cycles {
            Checks.positive("cycle-steps", (double) firstSteps);
            Checks.positive("cycle-growth", (double) growth);
        }
    }

    /** Refuses values outside their ranges. */
    public ScheduleConfig {
        Checks.positive("learning-rate", learningRate);
        Checks.notNegative("warmup-steps", warmupSteps);
        Checks.notNegative("final-learning-rate", finalLearningRate);
        if (finalLearningRate > learningRate) {
            throw new IllegalArgumentException(
                    "final-learning-rate = " + finalLearningRate + ": must be at most learning-rate = " + learningRate);
        }
        if (shape == Shape.INVERSE_ROOT && warmupSteps == 0) {
            throw new IllegalArgumentException(
                    "warmup-steps = 0: must be at least 1, since steps are counted in warm-ups");
        }
    }

    /** A shape without cycles. */
    public ScheduleConfig(Shape shape, double learningRate, long warmupSteps, double finalLearningRate) {
        this(shape, learningRate, warmupSteps, finalLearningRate, Cycles.NONE);
    }

    /**
     * The schedule of the original Transformer: width^-0.5 min(s^-0.5, s warmup^-1.5) in step s, counted from 1.
     *
     * @param factor times that
     */
    public static ScheduleConfig noam(double factor, long width, long warmupSteps) {
        double highest = factor / StrictMath.sqrt((double) width * warmupSteps);
        return new ScheduleConfig(Shape.INVERSE_ROOT, highest, warmupSteps, 0);
    }
}
