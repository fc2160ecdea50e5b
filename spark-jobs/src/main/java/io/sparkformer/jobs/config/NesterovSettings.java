package io.sparkformer.jobs.config;

/** Nesterov's momentum on the difference a round made (DiLoCo: Douillard et al., 2023, arXiv:2311.08105). */
@TypeName("nesterov")
public record NesterovSettings(
        @Key(value = "Outer learning rate, above 0; 1 with momentum 0 is plain averaging.", role = Role.NUMERIC)
        double learningRate,

        @Key(value = "Outer momentum, in [0, 1).", role = Role.NUMERIC)
        double momentum)
        implements OuterSettings {
    /** Refuses values that cannot work. */
    public NesterovSettings {
        new Requirements()
                .positive("learning-rate", learningRate)
                .within("momentum", momentum, 0, 1)
                .check();
    }
}
