package io.sparkformer.jobs.config;

/** What is done with the replicas' average, chosen by the key {@code training.outer.type}. */
public sealed interface OuterSettings permits AverageSettings, NesterovSettings, SlowMomentumSettings {}
