package io.sparkformer.jobs.config;

/** Replicas bring back their vectors as they are. */
@TypeName("none")
public record NoCompressionSettings() implements CompressionSettings {}
