package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.order.SampleSubset;
import io.sparkformer.jobs.config.ExperimentConfig;

/** Which samples of the prepared data an experiment trains on. */
public final class TrainingSamples {
    private TrainingSamples() {}

    /** All of the training split, or as many as the configuration says. */
    public static SampleSubset of(PreparedData data, ExperimentConfig experiment) {
        int size = experiment.data().trainSamples();
        long samples = inSplit(data, experiment);
        return size == 0 ? SampleSubset.all(samples) : SampleSubset.of(samples, size, experiment.seed());
    }

    /** How many there are. */
    public static long count(PreparedData data, ExperimentConfig experiment) {
        int size = experiment.data().trainSamples();
        return size == 0 ? inSplit(data, experiment) : size;
    }

    private static long inSplit(PreparedData data, ExperimentConfig experiment) {
        return data.manifest().split(experiment.data().train()).orElseThrow().samples();
    }
}
