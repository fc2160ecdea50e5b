package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.InputValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.nd4j.autodiff.samediff.SameDiff;

/** A model of the benchmark at one batch size. */
public sealed interface BenchmarkModel permits VitModel, EncoderModel, BertModel, AttentionModel {
    /** What tables call it. */
    String name();

    /** Samples per step. */
    int batch();

    /** The same model for another batch size. */
    BenchmarkModel withBatch(int batch);

    /** Our definition, whose parameter names the others use. */
    ModelGraph graph(GraphSettings.Mode mode);

    /** Whether a step ends with AdamW: attention alone is measured without. */
    boolean isTrained();

    /** Whether consecutive parts of its inputs are the inputs of smaller batches, so that threads can share a step. */
    boolean isDivisible();

    /** Whether only engines of a quick run take part: all pairs of a long sequence, with a mask, are too much for others. */
    default boolean isLong() {
        return false;
    }

    /** PyTorch's loss, a scalar, with the autograd graph behind it. */
    TorchLoss torch(TorchLayers layers);

    /** The model as a user of stock SameDiff would write it, for {@code sd.fit}; empty where it cannot or need not. */
    default Optional<StockGraph> stock() {
        return Optional.empty();
    }

    /** Values of the inputs of {@code graph}, always the same. */
    default Map<String, InputValues> inputs(ModelGraph graph) {
        return Values.inputs(graph);
    }

    /** All of them, in the order of the table. */
    static List<BenchmarkModel> all() {
        List<BenchmarkModel> all = new ArrayList<>(List.of(
                VitModel.tiny65(16),
                VitModel.tiny224(8),
                VitModel.small224(4),
                new EncoderModel("encoder, 2,048 tokens", 1, 2048, 256, 4, 4, 1024),
                BertModel.mini(16),
                new AttentionModel(1, 2048),
                new AttentionModel(1, 8192)));
        all.addAll(AttentionModel.wide(4096));
        all.addAll(AttentionModel.wide(8192));
        return all;
    }

    /** Those of a quick run: all of at most 2,048 tokens. */
    static List<BenchmarkModel> quick() {
        return all().stream()
                .filter(model -> !(model instanceof AttentionModel attention) || attention.tokens() <= 2048)
                .toList();
    }

    /** Computes the loss of one batch. */
    @FunctionalInterface
    interface TorchLoss {
        /** The scalar loss of these inputs. */
        Tensor of(TorchInputs inputs);
    }

    /** Declares the loss of one batch. */
    @FunctionalInterface
    interface StockGraph {
        /** The graph with its loss, over parameters that {@code layers} brings. */
        SameDiff of(StockLayers layers);
    }
}
