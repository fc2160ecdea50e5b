package io.sparkformer.model.language;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Guessing the next token (Radford et al. 2018, equations 1 and 2). Input: {@code labels} [B, T], the token that follows each, or
 * {@value MaskedLanguage#IGNORED}.
 *
 * @param model the decoder
 * @param shape rows of the batch
 * @param auxiliary what else it is asked in training; a part of the loss there, and not of the output {@code losses}
 */
public record CausalLanguage(LanguageModel model, TextShape shape, AuxiliaryLosses auxiliary) implements LanguageTask {
    /** Of the next token by the last layer alone. */
    public CausalLanguage(LanguageModel model, TextShape shape) {
        this(model, shape, AuxiliaryLosses.NONE);
    }

    /** Refuses models that hear what they are to guess, and to ask layers that are none. */
    public CausalLanguage {
        if (!model.config().stack().causal()) {
            throw new IllegalArgumentException(
                    "a model that is not causal hears the token it is to guess: train it with task.type = masked-language");
        }
        Layering layering = model.config().stack().layering();
        if (auxiliary.intermediate() && !layering.isPlain()) {
            throw new IllegalArgumentException("intermediate losses of " + layering
                    + ": its layers are no blocks over the tokens alone that follow one another in turns");
        }
    }

    /** Without the second head. */
    @Override
    public CausalLanguage withoutAuxiliaries() {
        return new CausalLanguage(model, shape);
    }

    @Override
    public ModelGraph graph(GraphSettings settings) {
        boolean asks = auxiliary.any() && settings.mode() == GraphSettings.Mode.TRAINING;
        return asks ? auxiliaryGraph(settings) : LanguageTask.super.graph(settings);
    }

    private ModelGraph auxiliaryGraph(GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        TextTensors text = TextTensors.declare(builder, model.config(), shape);
        Tensor weights = builder.input("weights", settings.batchSize());
        List<Tensor> layers = auxiliary.intermediate()
                ? model.encodeEach(builder.root(), text)
                : List.of(model.encode(builder.root(), text));
        HeadOutputs outputs = head(builder, layers.get(layers.size() - 1), text);
        Tensor labels = labels(builder, outputs);
        Tensor losses = losses(outputs.logits(), labels);
        Map<String, Tensor> named = outputs.byRole();
        named.put("losses", losses);
        Optional<Tensor> others = new AuxiliaryGuesses(this, builder, labels).losses(layers);
        others.ifPresent(tensor -> named.put("auxiliary", tensor));
        Tensor all = others.map(tensor -> Arithmetic.add(losses, tensor)).orElse(losses);
        return builder.build(named, Classification.weightedSum(builder.penalized(all), weights));
    }

    /** The second head is a parameter of all its graphs, though only training asks it. */
    @Override
    public HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text) {
        if (auxiliary.asksTwoAhead()) {
            AuxiliaryGuesses.twoAheadTable(builder.root(), model.config());
        }
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
        return losses(outputs.logits(), labels(builder, outputs));
    }

    private static Tensor labels(GraphBuilder builder, HeadOutputs outputs) {
        Tensor logits = outputs.logits(); // [B, T, V]
        return builder.integerInput("labels", logits.dimension(0), logits.dimension(1));
    }

    /** Of each sample, [B], given logits [B, T, V] and labels [B, T]. */
    static Tensor losses(Tensor logits, Tensor labels) {
        return AuxiliaryGuesses.sums(Losses.sparseCrossEntropy(logits, labels, 0, MaskedLanguage.IGNORED));
    }
}
