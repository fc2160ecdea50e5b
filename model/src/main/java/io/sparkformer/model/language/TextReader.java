package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;

/** A language model in a graph that has the inputs of {@link TextTensors}, whatever it makes of them. */
public sealed interface TextReader permits LanguageTask, TextEncoder {
    /** The encoder or decoder. */
    LanguageModel model();

    /** Rows of the batch. */
    TextShape shape();

    /** Declares the model with what stands on top of it. */
    ModelGraph graph(GraphSettings settings);
}
