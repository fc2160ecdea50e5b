package io.sparkformer.jobs.config;

/** The average itself is the next round's start. */
@TypeName("average")
public record AverageSettings() implements OuterSettings {}
