package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An encoder over tokens [B, T, D] that are embedded already, classified into ten classes by their mean.
 *
 * @param name what tables call it
 * @param batch B
 * @param tokens T
 * @param width D
 * @param depth number of layers
 * @param heads number of attention heads
 * @param hiddenWidth width of the feed-forward network
 */
public record EncoderModel(String name, int batch, int tokens, int width, int depth, int heads, int hiddenWidth)
        implements BenchmarkModel {
    private static final double EPSILON = 1e-6;
    private static final int CLASSES = 10;

    @Override
    public EncoderModel withBatch(int samples) {
        return new EncoderModel(name, samples, tokens, width, depth, heads, hiddenWidth);
    }

    @Override
    public ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(batch, mode, DataType.FLOAT));
        Tensor x = builder.input("tokens", batch, tokens, width);
        Tensor targets = builder.input("targets", batch, CLASSES);
        Tensor weights = builder.input("weights", batch);
        TransformerBlock.Settings settings = TransformerBlock.Settings.vision(
                (scope, in, qkv) -> Composites.selfAttention(qkv, heads), hiddenWidth, EPSILON, 0, 0);
        for (int layer = 0; layer < depth; layer++) {
            x = TransformerBlock.apply(builder.root().child("blocks").child(layer), x, settings);
        }
        Tensor mean = Shaping.reshape(Reductions.mean(x, 1), batch, width);
        Tensor pooled = LayerNorm.apply(builder.root().child("fc_norm"), mean, EPSILON);
        Tensor logits = Linear.apply(builder.root().child("head"), pooled, CLASSES);
        Tensor losses = Classification.crossEntropy(logits, targets);
        return builder.build(Map.of("logits", logits), Classification.weightedSum(losses, weights));
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public boolean isDivisible() {
        return true;
    }

    @Override
    public TorchLoss torch(TorchLayers layers) {
        return inputs -> {
            org.bytedeco.pytorch.Tensor x = inputs.of("tokens");
            for (int layer = 0; layer < depth; layer++) {
                x = layers.block("blocks." + layer, x, heads, EPSILON);
            }
            return layers.classification(layers.norm("fc_norm", x.mean(1), EPSILON), inputs.classes("targets"));
        };
    }

    @Override
    public Optional<StockGraph> stock() {
        return Optional.of(this::stockGraph);
    }

    private SameDiff stockGraph(StockLayers layers) {
        SDVariable x = layers.input("tokens").reshape((long) batch * tokens, width);
        for (int layer = 0; layer < depth; layer++) {
            x = layers.block("blocks." + layer, x, batch, tokens, width, heads);
        }
        SDVariable mean = x.reshape(batch, tokens, width).mean(1);
        return layers.classification(layers.norm("fc_norm", mean));
    }
}
