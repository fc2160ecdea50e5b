package io.sparkformer.model.optimizer;

import java.io.Serializable;

/**
 * How the learning rate changes over a run.
 *
 * @param shape what follows the warm-up
 * @param learningRate the highest rate, reached at the end of the warm-up
 * @param warmupSteps steps over which the rate rises linearly, the first of them at learningRate / warmupSteps
 * @param finalLearningRate where the falling shapes end, one step behind the last; at most learningRate
 */
public record ScheduleConfig(Shape shape, double learningRate, long warmupSteps, double finalLearningRate)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What follows the warm-up. */
    public enum Shape {
        /** Half a cosine wave from the highest to the final rate (Loshchilov and Hutter 2017, equation 5). */
        COSINE,
        /** A straight line from the highest to the final rate. */
        LINEAR,
        /** The highest rate. */
        CONSTANT
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
    }
}
