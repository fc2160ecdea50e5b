package io.sparkformer.model.train;

/** Told about each local step. */
@FunctionalInterface
public interface StepListener {
    /** Does nothing. */
    StepListener NONE = step -> {};

    /**
     * Called before a step's work starts.
     *
     * @param step optimizer step since the start of the run, from 0
     */
    void beforeStep(long step);
}
