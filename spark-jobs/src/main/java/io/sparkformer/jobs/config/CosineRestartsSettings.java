package io.sparkformer.jobs.config;

/** Warm-up, then in each cycle half a cosine down to the final rate, and up again (Loshchilov and Hutter, 2017, arXiv:1608.03983). */
@TypeName("cosine-restarts")
public record CosineRestartsSettings(
        @Key(value = "Learning rate after the warm-up, above 0.", role = Role.NUMERIC)
        double learningRate,

        @Key(value = "Steps over which the learning rate grows linearly from 0.", role = Role.NUMERIC)
        int warmupSteps,

        @Key(value = "Learning rate that the last step comes close to, at most learning-rate.", role = Role.NUMERIC)
        double finalLearningRate,

        @Key(value = "Steps of the first cycle.", role = Role.NUMERIC)
        int cycleSteps,

        @Key(value = "How many times as long each cycle is as the one before it, 1 or more.", role = Role.NUMERIC)
        int cycleGrowth)
        implements ScheduleSettings {
    /** Refuses values that cannot work. */
    public CosineRestartsSettings {
        ScheduleChecks.of(learningRate, warmupSteps, finalLearningRate)
                .atLeast("cycle-steps", cycleSteps, 1)
                .atLeast("cycle-growth", cycleGrowth, 1)
                .check();
    }
}
