package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * A tag for each word, at its first token. Input: {@code labels} [B, T], {@value MaskedLanguage#IGNORED} where no tag counts.
 *
 * @param model the encoder
 * @param shape rows of the batch
 * @param tags number of tags
 */
public record TokenClassification(LanguageModel model, TextShape shape, int tags) implements LanguageTask {
    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        Tensor dropped =
                builder.root().dropout("head_drop", encoded, model.config().dropout());
        return HeadOutputs.of(Linear.apply(
                builder.root().child("tags"),
                dropped,
                tags,
                LinearInitialization.normal(LanguageModel.DEVIATION))); // [B, T, tags]
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits();
        Tensor labels = builder.integerInput("labels", logits.dimension(0), logits.dimension(1));
        Tensor losses = Losses.sparseCrossEntropy(logits, labels, 0, MaskedLanguage.IGNORED); // [B, T]
        return Shaping.reshape(Reductions.sum(losses, 1), logits.dimension(0));
    }
}
