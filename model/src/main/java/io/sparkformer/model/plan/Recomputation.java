package io.sparkformer.model.plan;

/**
 * Which activations a training plan computes again for the gradients instead of keeping them (Chen et al. 2016, "Training
 * deep nets with sublinear memory cost"). It costs time and saves memory; every bit stays the same.
 */
public enum Recomputation {
    /** Keeps everything that a gradient reads. */
    NONE,
    /** Layer norms and activation functions: a third of the activations for a few hundredths of the time. */
    CHEAP,
    /** Everything inside a block, from the block's input: a fourth to a tenth of the activations, a fifth more time. */
    BLOCKS
}
