package io.sparkformer.jobs.config;

/** Warm-up, then half a cosine down to the final rate (Loshchilov and Hutter, 2017, arXiv:1608.03983). */
@TypeName("cosine")
public record CosineSettings(
        @Key(value = "Learning rate after the warm-up, above 0.", role = Role.NUMERIC)
        double learningRate,

        @Key(value = "Steps over which the learning rate grows linearly from 0.", role = Role.NUMERIC)
        int warmupSteps,

        @Key(value = "Learning rate that the last step comes close to, at most learning-rate.", role = Role.NUMERIC)
        double finalLearningRate)
        implements ScheduleSettings {
    /** Refuses values that cannot work. */
    public CosineSettings {
        ScheduleChecks.of(learningRate, warmupSteps, finalLearningRate).check();
    }
}
