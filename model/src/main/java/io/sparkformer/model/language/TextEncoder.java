package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import java.util.Map;

/**
 * Texts as vectors: a language model without a head and without a loss. Output: {@code features} [B, D].
 *
 * @param model the encoder or decoder
 * @param shape rows of the batch
 * @param pooling how a text becomes one vector
 */
public record TextEncoder(LanguageModel model, TextShape shape, TextPooling pooling) implements TextReader {
    @Override
    public ModelGraph graph(GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        TextTensors text = TextTensors.declare(builder, model.config(), shape);
        return builder.build(
                Map.of("features", pooling.apply(builder, model, model.encode(builder.root(), text), text)), null);
    }
}
