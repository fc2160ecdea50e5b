package io.sparkformer.jobs.report;

/** What a report tells class by class. */
public sealed interface ClassResults permits ClassificationTable, AveragePrecisionTable, EntityTable {}
