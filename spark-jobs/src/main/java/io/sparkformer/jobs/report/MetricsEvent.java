package io.sparkformer.jobs.report;

/** One line of {@code metrics.jsonl}. */
public sealed interface MetricsEvent permits RoundEvent, EvaluationEvent {
    /** The round after which it happened, from 1. */
    long round();

    /** The global step reached. */
    long step();
}
