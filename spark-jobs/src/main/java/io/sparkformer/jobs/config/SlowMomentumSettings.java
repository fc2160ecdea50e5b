package io.sparkformer.jobs.config;

/** Momentum over rounds, in units of their learning rates (SlowMo: Wang et al., 2020, arXiv:1910.00643). */
@TypeName("slow-momentum")
public record SlowMomentumSettings(
        @Key(value = "Slow learning rate, above 0; 1 with slow-momentum 0 is plain averaging.", role = Role.NUMERIC)
        double slowLearningRate,

        @Key(
                value = "Slow momentum, in [0, 1): the share of a round's direction that the next one keeps.",
                role = Role.NUMERIC)
        double slowMomentum)
        implements OuterSettings {
    /** Refuses values that cannot work. */
    public SlowMomentumSettings {
        new Requirements()
                .positive("slow-learning-rate", slowLearningRate)
                .within("slow-momentum", slowMomentum, 0, 1)
                .check();
    }
}
