package io.sparkformer.jobs.config;

/** Guessing the next token: GPT. */
@TypeName("causal-language")
public record CausalLanguageSettings() implements TaskSettings {}
