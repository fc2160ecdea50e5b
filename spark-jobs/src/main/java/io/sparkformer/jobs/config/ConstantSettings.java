package io.sparkformer.jobs.config;

/** Warm-up, then always the same rate. */
@TypeName("constant")
public record ConstantSettings(
        @Key(value = "Learning rate after the warm-up, above 0.", role = Role.NUMERIC)
        double learningRate,

        @Key(value = "Steps over which the learning rate grows linearly from 0.", role = Role.NUMERIC)
        int warmupSteps)
        implements ScheduleSettings {
    /** Refuses values that cannot work. */
    public ConstantSettings {
        ScheduleChecks.of(learningRate, warmupSteps, 0).check();
    }
}
