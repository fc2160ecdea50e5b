package io.sparkformer.model.optimizer;

/** One pass over all blocks of a step. A step's passes follow each other; the blocks of a pass may come in any order. */
interface Sweep {
    /** Whether it looks at the gradients. */
    boolean readsGradients();

    /** Whether it changes the parameters; moments it may always change. */
    boolean writesParameters();

    /** Prepares the pass of one step, before its first block. */
    void begin(StepSize size);

    /** Updates one block; several threads at once, each with another block. */
    void update(Block block);
}
