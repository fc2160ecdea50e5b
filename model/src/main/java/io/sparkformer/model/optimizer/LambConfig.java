package io.sparkformer.model.optimizer;

/**
 * LAMB (You et al. 2020): Adam whose step is as long as the tensor it changes, for large batches.
 *
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param epsilon added to the root of the mean square
 * @param weightDecay times a decayed parameter is added to its update
 */
public record LambConfig(double beta1, double beta2, double epsilon, double weightDecay) implements OptimizerConfig {
    private static final long serialVersionUID = 1;

    /** Refuses values outside their ranges. */
    public LambConfig {
        Checks.fraction("beta1", beta1);
        Checks.fraction("beta2", beta2);
        Checks.positive("epsilon", epsilon);
        Checks.notNegative("weight-decay", weightDecay);
    }
}
