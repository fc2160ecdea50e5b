package io.sparkformer.model.optimizer;

import java.io.Serializable;

/** What happens to the average of a round. */
public sealed interface OuterOptimizerConfig extends Serializable {
    /** The average becomes the model. */
    record PlainAverage() implements OuterOptimizerConfig {
        private static final long serialVersionUID = 1;
    }

    /**
     * The round's difference is a gradient for SGD with Nesterov momentum (Douillard et al. 2023, "DiLoCo").
     *
     * @param learningRate of the outer steps
     * @param momentum of the outer steps
     */
    record OuterNesterov(double learningRate, double momentum) implements OuterOptimizerConfig {
        private static final long serialVersionUID = 1;

        /** Refuses values outside their ranges. */
        public OuterNesterov {
            Checks.positive("outer.learning-rate", learningRate);
            Checks.fraction("outer.momentum", momentum);
        }
    }

    /**
     * Momentum over rounds, in units of their learning rates (Wang et al. 2020, "SlowMo").
     *
     * @param learningRate alpha, the slow learning rate
     * @param momentum beta, the slow momentum
     */
    record SlowMomentum(double learningRate, double momentum) implements OuterOptimizerConfig {
        private static final long serialVersionUID = 1;

        /** Refuses values outside their ranges. */
        public SlowMomentum {
            Checks.positive("outer.slow-learning-rate", learningRate);
            Checks.fraction("outer.slow-momentum", momentum);
        }
    }
}
