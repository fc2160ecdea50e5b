package io.sparkformer.jobs.config;

/** A tag for each word. */
@TypeName("tagging")
public record TaggingSettings() implements TaskSettings {}
