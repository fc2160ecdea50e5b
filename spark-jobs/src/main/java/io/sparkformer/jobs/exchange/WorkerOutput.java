package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * What one worker brings back to the driver.
 *
 * @param report what it tells
 * @param vectors its replica's: the parameters, and the moments unless they are to be forgotten; empty where it failed
 */
record WorkerOutput(WorkerReport report, float[][] vectors) implements Serializable {
    private static final long serialVersionUID = 1;
}
