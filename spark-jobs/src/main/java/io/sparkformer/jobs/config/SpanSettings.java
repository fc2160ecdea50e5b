package io.sparkformer.jobs.config;

/** The part of a text that answers a question. */
@TypeName("span")
public record SpanSettings() implements TaskSettings {}
