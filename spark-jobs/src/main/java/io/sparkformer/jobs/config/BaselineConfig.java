package io.sparkformer.jobs.config;

/** The linear model to compare with: MLlib's multinomial logistic regression on the same pixels. */
public record BaselineConfig(
        @Key(value = "Most iterations of L-BFGS.", role = Role.NUMERIC)
        int maxIterations,

        @Key(value = "Weight of the squared coefficients in the loss.", role = Role.NUMERIC)
        double regularization) {
    /** Refuses values that cannot work. */
    public BaselineConfig {
        new Requirements()
                .atLeast("max-iterations", maxIterations, 1)
                .atLeast("regularization", regularization, 0.0)
                .check();
    }
}
