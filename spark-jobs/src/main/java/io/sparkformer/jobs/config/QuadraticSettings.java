package io.sparkformer.jobs.config;

/**
 * The quadratic synchronization rule: rounds grow with the inverse square of the learning rate (Gu et al., 2023,
 * arXiv:2310.14423), up to {@code training.local-steps}. The paper's alpha is {@code growth} times the highest rate.
 */
@TypeName("quadratic")
public record QuadraticSettings(
        @Key(value = "Local steps of the first rounds.", role = Role.NUMERIC)
        int initialSteps,

        @Key(
                value =
                        "Root of the local steps at the highest learning rate; at half the rate they are four times as many.",
                role = Role.NUMERIC)
        double growth)
        implements RoundsSettings {
    /** Refuses values that cannot work. */
    public QuadraticSettings {
        new Requirements()
                .atLeast("initial-steps", initialSteps, 1)
                .positive("growth", growth)
                .check();
    }

    @Override
    public int shortest() {
        return initialSteps;
    }
}
