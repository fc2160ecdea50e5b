package io.sparkformer.jobs.config;

/** factor width^-0.5 min(s^-0.5, s warmup-steps^-1.5) in step s (Vaswani et al., 2017, arXiv:1706.03762, equation 3). */
@TypeName("noam")
public record NoamSettings(
        @Key(value = "Times the formula of the original Transformer, above 0.", role = Role.NUMERIC)
        double factor,

        @Key(value = "Width of tokens that the formula is given; 512 in the paper.", role = Role.NUMERIC)
        int width,

        @Key(value = "Steps over which the learning rate grows linearly from 0.", role = Role.NUMERIC)
        int warmupSteps)
        implements ScheduleSettings {
    /** Refuses values that cannot work. */
    public NoamSettings {
        new Requirements()
                .positive("factor", factor)
                .atLeast("width", width, 1)
                .atLeast("warmup-steps", warmupSteps, 1)
                .check();
    }

    @Override
    public double learningRate() {
        return factor / StrictMath.sqrt((double) width * warmupSteps);
    }
}
