package io.sparkformer.jobs.train;

import io.sparkformer.jobs.runtime.DataOrigin;

/**
 * Which samples each worker trains in each step: arithmetic on the epoch's order alone, never on the cluster.
 *
 * <p>An epoch's order is cut into steps of W x A x B samples; of each, worker w gets the w-th slice of A x B, cut into A
 * micro-batches of B. The last step of an epoch may be short: slices may be partly or wholly empty.
 *
 * @param samples of the training split
 * @param workers W
 * @param microBatches A
 * @param batchSize B
 * @param origin the step and the epoch from which on the run has these samples
 */
record StepGeometry(long samples, int workers, int microBatches, int batchSize, DataOrigin origin) {
    /** Of a run that has not changed its data. */
    StepGeometry(long samples, int workers, int microBatches, int batchSize) {
        this(samples, workers, microBatches, batchSize, DataOrigin.START);
    }

    /** Samples that all workers train in one full step. */
    long stepSamples() {
        return (long) workers * microBatches * batchSize;
    }

    /** Steps that one epoch takes. */
    long stepsPerEpoch() {
        return (samples + stepSamples() - 1) / stepSamples();
    }

    /** The epoch that a step of the run belongs to. */
    long epoch(long step) {
        return origin.epoch() + (step - origin.step()) / stepsPerEpoch();
    }

    /** First position in the epoch's order of a worker's micro-batch. */
    long from(long step, int worker, int microBatch) {
        long position = stepOfEpoch(step) * stepSamples() + ((long) worker * microBatches + microBatch) * batchSize;
        return Math.min(samples, position);
    }

    /** Number of samples of a worker's micro-batch. */
    int count(long step, int worker, int microBatch) {
        return (int) Math.min(batchSize, samples - from(step, worker, microBatch));
    }

    /** Number of samples of all workers in one step. */
    long stepCount(long step) {
        long position = stepOfEpoch(step) * stepSamples();
        return Math.min(stepSamples(), samples - position);
    }

    private long stepOfEpoch(long step) {
        return (step - origin.step()) % stepsPerEpoch();
    }
}
