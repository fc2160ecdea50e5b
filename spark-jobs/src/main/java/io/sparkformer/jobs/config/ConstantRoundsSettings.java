package io.sparkformer.jobs.config;

/** Every round has {@code training.local-steps}. */
@TypeName("constant")
public record ConstantRoundsSettings() implements RoundsSettings {}
