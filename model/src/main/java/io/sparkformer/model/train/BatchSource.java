package io.sparkformer.model.train;

import java.io.IOException;

/** Where a replica gets its data: a pure function of step and micro-batch. */
@FunctionalInterface
public interface BatchSource {
    /**
     * The samples of one micro-batch; {@link Batch#samples()} is 0 where the epoch's last step leaves none for this worker.
     *
     * @param step optimizer step since the start of the run, from 0
     * @param microBatch from 0 to before {@link #microBatches()}
     */
    Batch batch(long step, int microBatch) throws IOException;

    /** How many micro-batches a step consists of, whose gradients are summed. */
    default int microBatches() {
        return 1;
    }

    /** The same batches as a source whose steps have several. */
    static BatchSource ofSteps(int microBatches, BatchSource batches) {
        return new BatchSource() {
            @Override
            public Batch batch(long step, int microBatch) throws IOException {
                return batches.batch(step, microBatch);
            }

            @Override
            public int microBatches() {
                return microBatches;
            }
        };
    }
}
