package io.sparkformer.model.optimizer;

/**
 * Stochastic gradient descent with momentum (Sutskever et al. 2013 in the form PyTorch uses).
 *
 * @param momentum decay of the velocity; 0 for none
 * @param weightDecay times the decayed parameters is added to the gradient
 * @param nesterov whether a step looks ahead along the velocity
 */
public record SgdConfig(double momentum, double weightDecay, boolean nesterov) implements OptimizerConfig {
    private static final long serialVersionUID = 1;

    /** Refuses values outside their ranges. */
    public SgdConfig {
        Checks.fraction("momentum", momentum);
        Checks.notNegative("weight-decay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov = true: needs a momentum above 0");
        }
    }
}
