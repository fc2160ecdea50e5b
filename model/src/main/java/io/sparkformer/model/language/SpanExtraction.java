package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * The part of a text that answers a question (Devlin et al. 2019, section 4.2): where it begins and where it ends, both [CLS] where
 * there is no answer. Input: {@code spans} [B, 2]. Output: {@code logits} [B, 2, T], padding excluded.
 *
 * @param model the encoder
 * @param shape rows of the batch
 */
public record SpanExtraction(LanguageModel model, TextShape shape) implements LanguageTask {
    private static final int ENDS = 2;

    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        long batch = encoded.dimension(0);
        Tensor each = Linear.apply(
                builder.root().child("span"),
                encoded,
                ENDS,
                LinearInitialization.normal(LanguageModel.DEVIATION)); // [B, T, 2]
        Tensor padding = Shaping.reshape(text.bias().orElseThrow(), batch, 1, encoded.dimension(1)); // [B, 1, T]
        return HeadOutputs.of(Arithmetic.add(Shaping.permute(each, 0, 2, 1), padding));
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits();
        Tensor spans = builder.integerInput("spans", logits.dimension(0), ENDS);
        Tensor losses = Losses.sparseCrossEntropy(logits, spans, 0, MaskedLanguage.IGNORED); // [B, 2]
        return Shaping.reshape(Reductions.mean(losses, 1), logits.dimension(0));
    }
}
