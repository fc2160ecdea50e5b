package io.sparkformer.jobs.config;

import java.util.List;

/** Stochastic gradient descent with momentum. */
@TypeName("sgd")
public record SgdSettings(
        @Key(value = "Decay of the sum of the gradients, in [0, 1); 0 for plain descent.", role = Role.NUMERIC)
        double momentum,

        @Key(value = "Whether the step looks ahead along the momentum; needs momentum above 0.", role = Role.NUMERIC)
        boolean nesterov,

        @Key(
                value = "Decoupled weight decay: its product with the learning rate shrinks weight matrices each step.",
                role = Role.NUMERIC)
        double weightDecay)
        implements OptimizerSettings {
    /** Refuses values that cannot work. */
    public SgdSettings {
        new Requirements()
                .within("momentum", momentum, 0, 1)
                .together(
                        !nesterov || momentum > 0,
                        List.of("nesterov", "momentum"),
                        nesterov,
                        "needs a momentum above 0",
                        "Set momentum, for instance 0.9, or nesterov = false")
                .atLeast("weight-decay", weightDecay, 0.0)
                .check();
    }
}
