package io.sparkformer.model.task;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.LayeredModel;

/** A model together with what it is trained to do. */
public interface TrainingTask extends LayeredModel {
    /**
     * Declares the model with its loss. Its outputs have {@code losses} [B] among them: of each sample the sum of the losses of
     * its targets.
     */
    ModelGraph graph(GraphSettings settings);
}
