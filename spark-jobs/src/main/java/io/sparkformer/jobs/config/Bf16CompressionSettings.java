package io.sparkformer.jobs.config;

/** Differences of a round in bfloat16: 2 bytes a parameter. */
@TypeName("bf16")
public record Bf16CompressionSettings(
        @Key(
                value = "Whether a replica keeps what rounding took from its difference, and adds it to the next one.",
                role = Role.NUMERIC)
        boolean errorFeedback)
        implements CompressionSettings {}
