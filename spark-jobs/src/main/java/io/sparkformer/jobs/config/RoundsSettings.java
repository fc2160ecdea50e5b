package io.sparkformer.jobs.config;

/** How many local steps a round has over the run, chosen by the key {@code training.rounds.type}. */
public sealed interface RoundsSettings
        permits ConstantRoundsSettings, PostLocalSettings, DoublingSettings, QuadraticSettings {
    /** Fewest steps that a round may have. */
    default int shortest() {
        return 1;
    }
}
