package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * Guessing the next token (Radford et al. 2018, equations 1 and 2). Input: {@code labels} [B, T], the token that follows each, or
 * {@value MaskedLanguage#IGNORED}.
 *
 * @param model the decoder
 * @param shape rows of the batch
 */
public record CausalLanguage(LanguageModel model, TextShape shape) implements LanguageTask {
    /** Refuses models that hear what they are to guess. */
    public CausalLanguage {
        if (!model.config().stack().causal()) {
            throw new IllegalArgumentException(
                    "a model that is not causal hears the token it is to guess: train it with task.type = masked-language");
        }
    }

    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        return HeadOutputs.of(logits(model, builder.root(), encoded));
    }

    /**
     * Every token's guess at the next, by the table of the embeddings.
     *
     * @param hidden [..., D]
     * @return [..., V]
     */
    public static Tensor logits(LanguageModel model, Scope scope, Tensor hidden) {
        Tensor table = model.sharedTokenTable(scope); // [V, D]
        Tensor noBias = ConstantTable.zeros(hidden, table.dimension(0));
        return scope.child("lm").named("logits", Composites.linear(hidden, table, noBias));
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits(); // [B, T, V]
        Tensor labels = builder.integerInput("labels", logits.dimension(0), logits.dimension(1));
        Tensor losses = Losses.sparseCrossEntropy(logits, labels, 0, MaskedLanguage.IGNORED); // [B, T]
        return Shaping.reshape(Reductions.sum(losses, 1), logits.dimension(0));
    }
}
