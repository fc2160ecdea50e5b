package io.sparkformer.jobs.config;

/** AdamW (Loshchilov and Hutter, 2019, arXiv:1711.05101). */
@TypeName("adamw")
public record AdamWSettings(
        @Key(value = "Decay of the mean of the gradients, in [0, 1).", role = Role.NUMERIC)
        double beta1,

        @Key(value = "Decay of the mean of the squared gradients, in [0, 1).", role = Role.NUMERIC)
        double beta2,

        @Key(value = "Added to the root of the squared gradients' mean, above 0.", role = Role.NUMERIC)
        double epsilon,

        @Key(
                value = "Decoupled weight decay: its product with the learning rate shrinks weight matrices each step.",
                role = Role.NUMERIC)
        double weightDecay)
        implements OptimizerSettings {
    /** Refuses values that cannot work. */
    public AdamWSettings {
        new Requirements()
                .within("beta1", beta1, 0, 1)
                .within("beta2", beta2, 0, 1)
                .positive("epsilon", epsilon)
                .atLeast("weight-decay", weightDecay, 0.0)
                .check();
    }
}
