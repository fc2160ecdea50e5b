package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.TrainingConfig;

/** Step geometry and run length of a configured training. */
final class Geometries {
    private Geometries() {}

    static StepGeometry of(TrainingConfig training, long samples) {
        return new StepGeometry(samples, training.microBatchesByWorker(), training.batchSize());
    }

    /** Optimizer steps of the whole run. */
    static long totalSteps(TrainingConfig training, long samples) {
        return Math.multiplyExact(of(training, samples).stepsPerEpoch(), (long) training.epochs());
    }
}
