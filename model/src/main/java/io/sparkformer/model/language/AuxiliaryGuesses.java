package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link AuxiliaryLosses} in a graph.
 *
 * @param task the model, and what it is asked
 * @param builder of the graph, in which the model is declared
 * @param labels the token that follows each, or {@link MaskedLanguage#IGNORED}, [B, T]
 */
record AuxiliaryGuesses(CausalLanguage task, GraphBuilder builder, Tensor labels) {
    /**
     * All of them together.
     *
     * @param layers what a head may read of each layer that guesses, the last one at the end; each [B, T, D]
     * @return what is added to the losses of samples, [B]; empty if it is nothing
     */
    Optional<Tensor> losses(List<Tensor> layers) {
        List<Tensor> all = new ArrayList<>();
        int depth = layers.size();
        twoAhead(layers.get(depth - 1)).ifPresent(all::add);
        if (depth > 1) {
            Tensor progress = builder.progress();
            for (int layer = 1; layer < depth; layer++) {
                all.add(Arithmetic.multiply(ofLayer(layer, layers.get(layer - 1)), weight(progress, layer, depth)));
            }
        }
        return all.stream().reduce(Arithmetic::add);
    }

    /** 1 until layer l of L stops, after l / 2 L of the training, and then 0; [1]. */
    private static Tensor weight(Tensor progress, int layer, int depth) {
        return Comparison.greater(ConstantTable.filled(progress, layer / (2.0 * depth), 1), progress);
    }

    /** Of a layer below the last, counted from 1; [B]. */
    private Tensor ofLayer(int layer, Tensor hidden) {
        Scope place = LanguageModel.below(builder.root(), layer);
        Tensor next = CausalLanguage.losses(CausalLanguage.logits(task.model(), place, hidden), labels);
        return twoAhead(hidden).map(more -> Arithmetic.add(next, more)).orElse(next);
    }

    /** Weighted, [B]; empty where nobody asks. */
    private Optional<Tensor> twoAhead(Tensor hidden) {
        AuxiliaryLosses auxiliary = task.auxiliary();
        return auxiliary.asksTwoAhead()
                ? Optional.of(Arithmetic.scale(twoAheadLosses(hidden), auxiliary.twoAhead()))
                : Optional.empty();
    }

    /** The token after the next is what follows the next one; where no next one is asked for, that begins something else. */
    private Tensor twoAheadLosses(Tensor hidden) {
        long pairs = hidden.dimension(1) - 1;
        Tensor table = twoAheadTable(builder.root(), task.model().config());
        Tensor heard = Shaping.slice(hidden, 1, 0, pairs); // [B, T - 1, D]
        Tensor logits = Composites.linear(heard, table, ConstantTable.zeros(hidden, table.dimension(0)));
        Tensor afterNext = Shaping.slice(labels, 1, 1, pairs); // [B, T - 1]
        Tensor losses = Losses.sparseCrossEntropy(logits, afterNext, 0, MaskedLanguage.IGNORED);
        return sums(Arithmetic.multiply(losses, asked(Shaping.slice(labels, 1, 0, pairs), hidden)));
    }

    /** 1 where there is a label, else 0. */
    private static Tensor asked(Tensor labels, Tensor like) {
        return Comparison.greater(
                Comparison.as(labels, like.type()), ConstantTable.filled(like, MaskedLanguage.IGNORED, 1, 1));
    }

    /** Of losses of tokens [B, T]; [B]. */
    static Tensor sums(Tensor losses) {
        return Shaping.reshape(Reductions.sum(losses, 1), losses.dimension(0));
    }

    /** The second head: a table as that of the embeddings, and of its own; [V, D]. */
    static Tensor twoAheadTable(Scope root, LanguageModelConfig config) {
        return root.child("lm")
                .child("two_ahead")
                .common()
                .weight(
                        "weight",
                        Initializer.normal(LanguageModel.DEVIATION),
                        config.embedding().vocabulary(),
                        config.stack().width());
    }
}
