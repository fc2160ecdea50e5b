package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.TensorVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention alone, with the gradients of its queries, keys and values: one head of width 64. The loss is the sum of the
 * elements of the result, each times a number that is given.
 *
 * @param batch B
 * @param tokens T
 */
public record AttentionModel(int batch, int tokens) implements BenchmarkModel {
    private static final int HEAD_WIDTH = 64;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "attention, %,d tokens", tokens);
    }

    @Override
    public AttentionModel withBatch(int samples) {
        return new AttentionModel(samples, tokens);
    }

    @Override
    public ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(batch, mode, DataType.FLOAT));
        Tensor probe = builder.input("probe", batch, tokens, HEAD_WIDTH);
        Tensor packed = builder.root().weight("qkv", Initializer.normal(1), batch, tokens, 3 * HEAD_WIDTH);
        Tensor heard = Composites.selfAttention(packed, 1); // [B, T, d]
        Tensor loss = Reductions.sumAll(Arithmetic.multiply(heard, probe));
        return builder.build(Map.of("heard", heard), loss);
    }

    @Override
    public boolean isTrained() {
        return false;
    }

    @Override
    public boolean isDivisible() {
        return false;
    }

    @Override
    public TorchLoss torch(TorchLayers layers) {
        return inputs -> {
            TensorVector parts = layers.weight("qkv").unsqueeze(1).chunk(3, 3); // 3 of [B, 1, T, d]
            return layers.attention(parts.get(0), parts.get(1), parts.get(2))
                    .squeeze(1)
                    .mul(inputs.of("probe"))
                    .sum();
        };
    }
}
