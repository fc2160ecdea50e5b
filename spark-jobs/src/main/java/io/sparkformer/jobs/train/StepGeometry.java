package io.sparkformer.jobs.train;

import io.sparkformer.jobs.runtime.DataOrigin;
import java.util.Collections;
import java.util.List;

/**
 * Which samples each worker trains in each step: arithmetic on the epoch's order alone, never on the cluster.
 *
 * <p>An epoch's order is cut into steps of (A_0 + ... + A_{W-1}) x B samples; of each, worker w gets the slice of A_w x B
 * that follows those of the workers before it, cut into A_w micro-batches of B. The last step of an epoch may be short:
 * slices may be partly or wholly empty.
 *
 * @param samples of the training split
 * @param microBatches A_w of every worker w; [W]
 * @param batchSize B
 * @param origin the step and the epoch from which on the run has these samples
 */
record StepGeometry(long samples, List<Integer> microBatches, int batchSize, DataOrigin origin) {
    StepGeometry {
        microBatches = List.copyOf(microBatches);
    }

    /** Of a run that has not changed its data. */
    StepGeometry(long samples, List<Integer> microBatches, int batchSize) {
        this(samples, microBatches, batchSize, DataOrigin.START);
    }

    /** The same, of workers that all have the same number of micro-batches. */
    static StepGeometry even(long samples, int workers, int microBatches, int batchSize) {
        return new StepGeometry(samples, Collections.nCopies(workers, microBatches), batchSize);
    }

    /** Samples that all workers train in one full step. */
    long stepSamples() {
        return microBatchesBefore(microBatches.size()) * batchSize;
    }

    /** Micro-batches of a step that the workers before this one have. */
    private long microBatchesBefore(int worker) {
        long before = 0;
        for (int other = 0; other < worker; other++) {
            before += microBatches.get(other);
        }
        return before;
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
        long position = stepOfEpoch(step) * stepSamples() + (microBatchesBefore(worker) + microBatch) * batchSize;
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
