package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * A number for each text or pair of texts, by the squared error. Input: {@code targets} [B, 1].
 *
 * @param model the encoder or decoder
 * @param shape rows of the batch
 * @param pooling what the head reads
 */
public record SequenceRegression(LanguageModel model, TextShape shape, TextPooling pooling) implements LanguageTask {
    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        return SequenceClassification.pooled(builder, model, pooling, encoded, text, 1);
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor guesses = outputs.logits(); // [B, 1]
        Tensor targets = builder.input("targets", guesses.shape());
        Tensor squares = Arithmetic.square(Arithmetic.subtract(guesses, targets));
        return Shaping.reshape(squares, guesses.dimension(0));
    }
}
