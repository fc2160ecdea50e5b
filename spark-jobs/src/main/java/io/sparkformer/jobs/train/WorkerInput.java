package io.sparkformer.jobs.train;

import java.io.Serializable;

/**
 * What one worker alone needs for a round.
 *
 * @param worker its number, from 0
 * @param optimizerSteps steps that its optimizer's moments have seen
 * @param optimizerSlots its own optimizer moments; empty where all workers share the broadcast ones
 */
record WorkerInput(int worker, long optimizerSteps, float[][] optimizerSlots) implements Serializable {
    private static final long serialVersionUID = 1;
}
