package io.sparkformer.jobs.config;

/** A number for each text or pair of texts, by the squared error. */
@TypeName("regression")
public record RegressionSettings() implements TaskSettings {}
