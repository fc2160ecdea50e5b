package io.sparkformer.jobs.config;

/** The model of an experiment, chosen by the key {@code model.type}. */
public sealed interface ModelConfig permits VitModelConfig {}
