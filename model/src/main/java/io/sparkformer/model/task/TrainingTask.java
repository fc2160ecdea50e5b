package io.sparkformer.model.task;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;

/** A model together with what it is trained to do. Says what fine-tuning has to know of a model's parameters by their names. */
public interface TrainingTask {
    /**
     * Declares the model with its loss. Its outputs have {@code losses} [B] among them: of each sample the sum of the losses of
     * its targets.
     */
    ModelGraph graph(GraphSettings settings);

    /** L, the number of blocks; their parameters' names begin with {@code blocks.0.}, {@code blocks.1.} and so on. */
    int depth();

    /** Whether a parameter belongs to what lies between the input and the first block. */
    boolean precedesBlocks(String parameter);

    /** Whether a parameter belongs to what only this task needs, and what other tasks' weights do not have. */
    boolean isHead(String parameter);
}
