package io.sparkformer.jobs.config;

/** Classes of images, of texts or of pairs of texts; training.loss says whether one or any number of them apply. */
@TypeName("classification")
public record ClassificationSettings() implements TaskSettings {}
