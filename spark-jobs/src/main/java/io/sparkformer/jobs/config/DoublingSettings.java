package io.sparkformer.jobs.config;

/**
 * Rounds that double in length up to {@code training.local-steps}: the exponential warm-up of local steps of Lin et al.
 * (2020, arXiv:1808.07217, appendix).
 */
@TypeName("doubling")
public record DoublingSettings(
        @Key(value = "Local steps of the first rounds.", role = Role.NUMERIC)
        int initialSteps,

        @Key(value = "Rounds of one length, before the next have twice as many steps.", role = Role.NUMERIC)
        int doubleEveryRounds)
        implements RoundsSettings {
    /** Refuses values that cannot work. */
    public DoublingSettings {
        new Requirements()
                .atLeast("initial-steps", initialSteps, 1)
                .atLeast("double-every-rounds", doubleEveryRounds, 1)
                .check();
    }

    @Override
    public int shortest() {
        return initialSteps;
    }
}
