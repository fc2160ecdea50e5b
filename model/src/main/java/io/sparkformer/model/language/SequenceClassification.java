package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.operation.Tensor;

/**
 * Classes of texts, or of pairs of texts. Input: {@code targets} [B, classes], as images have them.
 *
 * @param model the encoder or decoder
 * @param shape rows of the batch
 * @param pooling what the head reads
 * @param classes number of classes
 * @param objective what the logits are held against
 */
public record SequenceClassification(
        LanguageModel model, TextShape shape, TextPooling pooling, int classes, Objective objective)
        implements LanguageTask {
    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        return pooled(builder, model, pooling, encoded, text, classes);
    }

    /** {@code features} [B, D], and {@code logits} [B, outputs] of them. */
    static HeadOutputs pooled(
            GraphBuilder builder,
            LanguageModel model,
            TextPooling pooling,
            Tensor encoded,
            TextTensors text,
            int outputs) {
        Tensor features = pooling.apply(builder, model, encoded, text); // [B, D]
        Tensor dropped =
                builder.root().dropout("head_drop", features, model.config().dropout());
        Tensor logits = Linear.apply(
                builder.root().child("head"), dropped, outputs, LinearInitialization.normal(LanguageModel.DEVIATION));
        return HeadOutputs.of(logits).withFeatures(features);
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits();
        Tensor targets = builder.input("targets", logits.shape());
        return Classification.losses(objective, logits, targets);
    }
}
