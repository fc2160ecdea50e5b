package io.sparkformer.jobs.report;

/**
 * The averaged parameters were measured between two rounds.
 *
 * @param round after which
 * @param step global steps done
 * @param split name of the split
 * @param samples measured
 * @param loss mean cross-entropy without smoothing
 * @param top1 share of samples whose class was the likeliest
 * @param top5 share of samples whose class was among the five likeliest
 */
public record EvaluationEvent(long round, long step, String split, long samples, double loss, double top1, double top5)
        implements MetricsEvent {}
