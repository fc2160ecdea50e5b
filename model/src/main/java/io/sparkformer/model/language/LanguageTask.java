package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.task.TrainingTask;
import java.util.Map;

/**
 * What a language model is trained to do. Every task has the inputs of {@link TextTensors}, its targets, and {@code weights} [B],
 * which are 0 where the batch is padded.
 */
public sealed interface LanguageTask extends TrainingTask, TextReader
        permits MaskedLanguage,
                CausalLanguage,
                SequenceClassification,
                SequenceRegression,
                TokenClassification,
                SpanExtraction {
    /** An output of {@link #servedGraph}. */
    String HIDDEN = "last_hidden_state";

    /**
     * Declares the head, and inputs that it needs beside the text.
     *
     * @param encoded [B, T, D]
     */
    HeadOutputs head(GraphBuilder builder, Tensor encoded, TextTensors text);

    /**
     * Declares the targets and holds the outputs against them.
     *
     * @return the sum of each sample's losses, [B]
     */
    Tensor losses(GraphBuilder builder, HeadOutputs outputs);

    @Override
    default ModelGraph graph(GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        TextTensors text = TextTensors.declare(builder, model().config(), shape());
        Tensor weights = builder.input("weights", settings.batchSize());
        Tensor encoded = model().encode(builder.root(), text);
        HeadOutputs outputs = head(builder, encoded, text);
        Tensor losses = losses(builder, outputs);
        Map<String, Tensor> all = outputs.byRole();
        all.put("losses", losses);
        return builder.build(all, Classification.weightedSum(builder.penalized(losses), weights));
    }

    /**
     * The head as it is served, over texts that nothing is known of but their tokens: as {@link #head}, where that needs no more.
     *
     * @param encoded [B, T, D]
     */
    default HeadOutputs servedHead(GraphBuilder builder, Tensor encoded, TextTensors text) {
        return head(builder, encoded, text);
    }

    /**
     * The model as it is served, with the parameters of {@link #graph} and without targets: the outputs of its head, and {@value
     * #HIDDEN}, every token in its context, [B, T, D].
     *
     * @param length T
     */
    default ModelGraph servedGraph(GraphSettings settings, int length) {
        GraphBuilder builder = new GraphBuilder(settings);
        TextTensors text = TextTensors.declare(builder, model().config(), TextShape.of(length));
        Tensor encoded = model().encode(builder.root(), text);
        Map<String, Tensor> outputs = servedHead(builder, encoded, text).byRole();
        outputs.put(HIDDEN, encoded);
        return builder.build(outputs, null);
    }

    /** The same without what is asked in training only, and without the parameters of that. */
    default LanguageTask withoutAuxiliaries() {
        return this;
    }

    @Override
    default int depth() {
        return model().config().stack().layering().shared()
                ? 1
                : model().config().stack().depth();
    }

    @Override
    default boolean precedesBlocks(String parameter) {
        return parameter.startsWith("embeddings.");
    }
}
