package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;

/** How the weights of linear maps start, given their sizes. */
@FunctionalInterface
public interface LinearInitialization {
    /** As the original Transformer and ViT start (Glorot and Bengio 2010, equation 16). */
    LinearInitialization XAVIER_UNIFORM = Initializer::xavierUniform;

    /** The initial values of a weight [outputs, inputs]. */
    Initializer of(long inputs, long outputs);

    /** Normal with mean 0, whatever the sizes: BERT and GPT start with a deviation of 0.02. */
    static LinearInitialization normal(double deviation) {
        return (inputs, outputs) -> Initializer.normal(deviation);
    }
}
