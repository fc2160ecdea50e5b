package io.sparkformer.jobs.train;

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
 */
record StepGeometry(long samples, int workers, int microBatches, int batchSize) {
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
        return step / stepsPerEpoch();
    }

    /** First position in the epoch's order of a worker's micro-batch. */
    long from(long step, int worker, int microBatch) {
        long position =
                step % stepsPerEpoch() * stepSamples() + ((long) worker * microBatches + microBatch) * batchSize;
        return Math.min(samples, position);
    }

    /** Number of samples of a worker's micro-batch. */
    int count(long step, int worker, int microBatch) {
        return (int) Math.min(batchSize, samples - from(step, worker, microBatch));
    }

    /** Number of samples of all workers in one step. */
    long stepCount(long step) {
        long position = step % stepsPerEpoch() * stepSamples();
        return Math.min(stepSamples(), samples - position);
    }
}
