package io.sparkformer.jobs.train;

import io.sparkformer.jobs.runtime.DataOrigin;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a run that is over: it was trained on data of its own, until the run went on with others.
 *
 * @param origin where it began
 * @param dataSha256 the data
 * @param dataDirectory where they lay, without secrets
 * @param steps optimizer steps taken in it
 * @param plannedSteps optimizer steps that its epochs would have taken
 * @param epochSamples samples of one of its epochs; 0 where its checkpoint was too old to say
 * @param untrained samples that its last, unfinished epoch has not trained; null where its checkpoint was too old to say
 * @param plan the keys that a phase has of its own, as they were
 */
record DataPhase(
        DataOrigin origin,
        String dataSha256,
        String dataDirectory,
        long steps,
        long plannedSteps,
        long epochSamples,
        @Nullable Long untrained,
        SortedMap<String, String> plan) {}
