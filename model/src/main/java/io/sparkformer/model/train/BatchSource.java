package io.sparkformer.model.train;

import java.io.IOException;

/** Where a replica gets its data: a pure function of step and micro-batch. */
@FunctionalInterface
public interface BatchSource {
    /**
     * The samples of one micro-batch; {@link Batch#samples()} is 0 where the epoch's last step leaves none for this worker.
     *
     * @param step optimizer step since the start of the run, from 0
     * @param microBatch from 0
     */
    Batch batch(long step, int microBatch) throws IOException;
}
