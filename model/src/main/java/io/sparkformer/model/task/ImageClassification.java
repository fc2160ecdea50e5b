package io.sparkformer.model.task;

import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Objective;

/**
 * Classification of images.
 *
 * @param model any family
 * @param objective what its logits are held against
 */
public record ImageClassification(ImageClassifier model, Objective objective) implements TrainingTask {
    @Override
    public ModelGraph graph(GraphSettings settings) {
        return model.graph(objective, settings);
    }

    @Override
    public int depth() {
        return model.depth();
    }

    @Override
    public boolean precedesBlocks(String parameter) {
        return model.precedesBlocks(parameter);
    }
}
