package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.runtime.DataOrigin;

/** Step geometry and run length of a configured training. */
final class Geometries {
    private Geometries() {}

    static StepGeometry of(TrainingConfig training, long samples) {
        return of(training, samples, DataOrigin.START);
    }

    static StepGeometry of(TrainingConfig training, long samples, DataOrigin origin) {
        return new StepGeometry(samples, training.microBatchesByWorker(), training.batchSize(), origin);
    }

    /** Optimizer steps of a run on the same data from the first step to the last. */
    static long totalSteps(TrainingConfig training, long samples) {
        return totalSteps(training, samples, DataOrigin.START);
    }

    /** Optimizer steps of the whole run: those before its present data, and all epochs of these. */
    static long totalSteps(TrainingConfig training, long samples, DataOrigin origin) {
        long steps = Math.multiplyExact(of(training, samples).stepsPerEpoch(), (long) training.epochs());
        return Math.addExact(origin.step(), steps);
    }
}
