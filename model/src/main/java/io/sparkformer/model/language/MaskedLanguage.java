package io.sparkformer.model.language;

import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Pre-training by guessing masked tokens (Devlin et al. 2019, section 3.1), perhaps together with a question about pairs: does the
 * second text follow the first (BERT), or are they in their order (ALBERT).
 *
 * <p>Only the tokens that are asked for go through the head. Inputs: {@code masked_positions} and {@code masked_labels}, both
 * [B, M], {@value #IGNORED} as a label where fewer are asked for; with pairs {@code pair_labels} [B] and {@code pair_weights} [B].
 * Both losses have one denominator, the number of masked tokens: a pair's loss counts as often as its sample has masked tokens.
 *
 * @param model the encoder
 * @param shape rows of the batch
 * @param predictions M, how many tokens of a row may be asked for
 * @param pairs whether pairs are judged
 * @param contrast whether masked blocks are told apart too; a part of the loss, and not of the output {@code losses}
 */
public record MaskedLanguage(
        LanguageModel model, TextShape shape, int predictions, boolean pairs, Optional<BlockContrast> contrast)
        implements LanguageTask {
    /** The label of what is not asked for. */
    public static final int IGNORED = -1;

    private static final LinearInitialization NORMAL = LinearInitialization.normal(LanguageModel.DEVIATION);
    private static final int ORDERS = 2;

    /** Of tokens, and perhaps pairs, alone. */
    public MaskedLanguage(LanguageModel model, TextShape shape, int predictions, boolean pairs) {
        this(model, shape, predictions, pairs, Optional.empty());
    }

    /** Refuses models that know what comes. */
    public MaskedLanguage {
        Sizes.atLeast("predictions", predictions, 1);
        if (model.config().stack().causal()) {
            throw new IllegalArgumentException("a causal model does not hear what follows a masked token:"
                    + " train it with task.type = causal-language");
        }
        contrast.ifPresent(blocks -> BlockContrast.attention(model));
    }

    @Override
    public ModelGraph graph(GraphSettings settings) {
        return contrast.isPresent() ? contrastGraph(settings, contrast.get()) : LanguageTask.super.graph(settings);
    }

    private ModelGraph contrastGraph(GraphSettings settings, BlockContrast blocks) {
        GraphBuilder builder = new GraphBuilder(settings);
        TextTensors text = TextTensors.declare(builder, model.config(), shape);
        Tensor weights = builder.input("weights", settings.batchSize());
        ExtendedAttention attention = BlockContrast.attention(model);
        int globals = attention.globals(shape.length());
        Tensor all = model.encodeWithGlobals(builder.root(), text, attention); // [B, g + T, D]
        HeadOutputs outputs = head(builder, Shaping.slice(all, 1, globals, shape.length()), text);
        Tensor losses = losses(builder, outputs);
        Tensor contrasts = blocks.losses(builder, model, Shaping.slice(all, 1, 0, globals));
        Map<String, Tensor> named = outputs.byRole();
        named.put("losses", losses);
        named.put("contrasts", contrasts);
        return builder.build(
                named, Classification.weightedSum(builder.penalized(Arithmetic.add(losses, contrasts)), weights));
    }

    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        Tensor places = builder.integerInput("masked_positions", encoded.dimension(0), predictions);
        Tensor asked = Indexing.rowsOfSamples(encoded, places); // [B, M, D]
        HeadOutputs outputs = HeadOutputs.of(logits(model, builder.root(), asked)); // [B, M, V]
        return pairs ? outputs.withPairs(pairLogits(builder.root(), encoded)) : outputs;
    }

    /** Nobody says which tokens are asked for: all are. */
    @Override
    public HeadOutputs servedHead(GraphBuilder builder, Tensor encoded, TextTensors text) {
        HeadOutputs outputs = HeadOutputs.of(logits(model, builder.root(), encoded)); // [B, T, V]
        return pairs ? outputs.withPairs(pairLogits(builder.root(), encoded)) : outputs;
    }

    /** Of the pooled first token; [B, 2]. */
    private static Tensor pairLogits(Scope scope, Tensor encoded) {
        return Linear.apply(scope.child("pair"), LanguageModel.pool(scope, encoded), ORDERS, NORMAL);
    }

    /**
     * A guess for each of some tokens: a linear map to the embeddings' width, activation, norm, and the embeddings' own table.
     *
     * @param hidden [..., D]
     * @return [..., V]
     */
    static Tensor logits(LanguageModel model, Scope scope, Tensor hidden) {
        LanguageModelConfig config = model.config();
        Scope head = scope.child("lm");
        Tensor projected =
                Linear.apply(head.child("dense"), hidden, config.embedding().width(), NORMAL);
        Tensor activated = Composites.activation(config.stack().activation(), projected);
        Tensor normalized =
                LayerNorm.apply(head.child("norm"), activated, config.stack().epsilon()); // [..., E]
        Tensor bias =
                head.undecayed("bias", Initializer.zeros(), config.embedding().vocabulary()); // [V]
        return head.named("logits", Composites.linear(normalized, model.sharedTokenTable(scope), bias));
    }

    @Override
    public Tensor losses(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits();
        long batch = logits.dimension(0);
        Tensor labels = builder.integerInput("masked_labels", batch, predictions);
        Tensor masked = Reductions.sum(Losses.sparseCrossEntropy(logits, labels, 0, IGNORED), 1); // [B, 1]
        Tensor losses = Shaping.reshape(masked, batch);
        return outputs.pairLogits()
                .map(pairLogits -> Arithmetic.add(losses, pairLosses(builder, pairLogits)))
                .orElse(losses);
    }

    private static Tensor pairLosses(GraphBuilder builder, Tensor logits) {
        Tensor labels = builder.integerInput("pair_labels", logits.dimension(0));
        Tensor weights = builder.input("pair_weights", logits.dimension(0));
        return Arithmetic.multiply(Losses.sparseCrossEntropy(logits, labels, 0, IGNORED), weights);
    }
}
