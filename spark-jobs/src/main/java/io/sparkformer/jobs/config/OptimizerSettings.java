package io.sparkformer.jobs.config;

/** The optimizer of the local steps, chosen by the key {@code training.optimizer.type}. */
public sealed interface OptimizerSettings permits AdamWSettings, LambSettings, SgdSettings {}
