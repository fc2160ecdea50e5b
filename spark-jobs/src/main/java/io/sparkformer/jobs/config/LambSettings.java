package io.sparkformer.jobs.config;

/** LAMB (You et al., 2020, arXiv:1904.00962), for large batches. */
@TypeName("lamb")
public record LambSettings(
        @Key(value = "Decay of the mean of the gradients, in [0, 1).", role = Role.NUMERIC)
        double beta1,

        @Key(value = "Decay of the mean of the squared gradients, in [0, 1).", role = Role.NUMERIC)
        double beta2,

        @Key(value = "Added to the root of the squared gradients' mean, above 0.", role = Role.NUMERIC)
        double epsilon,

        @Key(
                value = "Weight decay: its product with a weight matrix is added to the matrix's update.",
                role = Role.NUMERIC)
        double weightDecay)
        implements OptimizerSettings {
    /** Refuses values that cannot work. */
    public LambSettings {
        new Requirements()
                .within("beta1", beta1, 0, 1)
                .within("beta2", beta2, 0, 1)
                .positive("epsilon", epsilon)
                .atLeast("weight-decay", weightDecay, 0.0)
                .check();
    }
}
