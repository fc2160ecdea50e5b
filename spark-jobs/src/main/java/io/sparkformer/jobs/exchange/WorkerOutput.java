package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * What one worker brings back to the driver.
 *
 * @param report what it tells
 * @param pieces by exchanged vector and chunk, {@linkplain StateLayout#sent encoded}; empty where it trained nothing, or failed
 * @param moments its own, where workers keep them; empty where they do not, or it failed
 * @param residual by chunk, {@linkplain StateLayout#stored encoded}; empty where none is kept, or it failed
 */
record WorkerOutput(WorkerReport report, byte[][][] pieces, float[][] moments, byte[][] residual)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
