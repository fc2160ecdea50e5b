package io.sparkformer.model.optimizer;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param epsilon added to the root of the mean square
 * @param weightDecay fraction of a decayed parameter that a step at learning rate 1 takes away
 */
public record AdamWConfig(double beta1, double beta2, double epsilon, double weightDecay) implements OptimizerConfig {
    private static final long serialVersionUID = 1;

    /** Refuses values outside their ranges. */
    public AdamWConfig {
        Checks.fraction("beta1", beta1);
        Checks.fraction("beta2", beta2);
        Checks.positive("epsilon", epsilon);
        Checks.notNegative("weight-decay", weightDecay);
    }
}
