package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** One whole layer after the other (Vaswani et al. 2017). */
public record Interleaved() implements DepthScheme {
    @Override
    public Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        return each(x, layers, attention).get(layers.depth() - 1);
    }

    /**
     * The stream behind each layer.
     *
     * @param x [B, T, D]
     * @param attention of each, counted from 0
     * @return L of [B, T, D]
     */
    public List<Tensor> each(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        List<Tensor> streams = new ArrayList<>();
        Tensor stream = x;
        for (int layer = 0; layer < layers.depth(); layer++) {
            Scope scope = layers.layer(layer);
            Tensor input = layers.block().input(scope, layer, scope.boundary(stream));
            TransformerBlock.Settings settings = layers.block().of(layer, attention.apply(layer));
            stream = scope.boundary(TransformerBlock.sublayers(scope, input, settings));
            streams.add(stream);
        }
        return List.copyOf(streams);
    }

    /** It fits all. */
    @Override
    public void requireFit(int depth, boolean shared) {}
}
