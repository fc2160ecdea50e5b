package io.sparkformer.jobs.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The averaged parameters were measured between two rounds.
 *
 * @param round after which
 * @param step global steps done
 * @param split name of the split
 * @param samples measured
 * @param loss mean loss of the samples without smoothing
 * @param top1 share of samples of which a class was the likeliest
 * @param top5 share of samples of which a class was among the five likeliest
 * @param meanAveragePrecision over the classes, where these do not exclude each other; null where they do, or no sample
 *     has any
 */
public record EvaluationEvent(
        long round,
        long step,
        String split,
        long samples,
        double loss,
        double top1,
        double top5,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double meanAveragePrecision)
        implements MetricsEvent {}
