package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.LinearChain;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * A tag for each word, at its first token. Input: {@code labels} [B, T], {@value MaskedLanguage#IGNORED} where no tag counts.
 *
 * <p>With a conditional random field the tags of a text are judged together: the logits are its emissions, the tokens with a label its
 * chain. At first it holds all tags for equally likely neighbours, and is what the same head is without it.
 *
 * @param model the encoder
 * @param shape rows of the batch
 * @param tags number of tags
 * @param crf whether a conditional random field stands over the tags
 */
public record TokenClassification(LanguageModel model, TextShape shape, int tags, boolean crf) implements LanguageTask {
    /** Parameter: [tags, tags], what a tag, by row, scores before another. */
    public static final String TRANSITIONS = "crf.transitions";

    /** Parameter: [tags], what a tag scores at the first word. */
    public static final String FIRST = "crf.first";

    /** Parameter: [tags], what a tag scores at the last word. */
    public static final String LAST = "crf.last";

    private static final String FIELD = "crf";

    /** Each word's tag for itself. */
    public TokenClassification(LanguageModel model, TextShape shape, int tags) {
        this(model, shape, tags, false);
    }

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

    /** The emissions; who serves them finds the best tags by the parameters of the field. */
    @Override
    public HeadOutputs servedHead(GraphBuilder builder, Tensor encoded, TextTensors text) {
        if (crf) {
            field(builder);
        }
        return head(builder, encoded, text);
    }

    private LinearChain field(GraphBuilder builder) {
        Scope scope = builder.root().child(FIELD);
        return new LinearChain(
                scope.weight("transitions", Initializer.zeros(), tags, tags),
                scope.undecayed("first", Initializer.zeros(), tags),
                scope.undecayed("last", Initializer.zeros(), tags));
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits();
        Tensor labels = builder.integerInput("labels", logits.dimension(0), logits.dimension(1));
        if (crf) {
            return field(builder).negativeLogLikelihood(logits, labels, MaskedLanguage.IGNORED);
        }
        Tensor losses = Losses.sparseCrossEntropy(logits, labels, 0, MaskedLanguage.IGNORED); // [B, T]
        return Shaping.reshape(Reductions.sum(losses, 1), logits.dimension(0));
    }
}
