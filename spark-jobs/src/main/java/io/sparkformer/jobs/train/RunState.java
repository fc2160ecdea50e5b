package io.sparkformer.jobs.train;

/**
 * The state of a run between two rounds. Its arrays are never modified.
 *
 * @param round rounds done
 * @param step optimizer steps done
 * @param optimizerSteps steps that each owner's moments have seen
 * @param parameters the averaged model, in layout order
 * @param optimizerSlots moments by owner: one owner for all workers, or one each where they keep their own
 * @param velocity the outer optimizer's; empty where it has none
 * @param average the exponential moving average of the model; empty where none is kept
 */
record RunState(
        long round,
        long step,
        long[] optimizerSteps,
        float[] parameters,
        float[][][] optimizerSlots,
        float[] velocity,
        float[] average) {}
