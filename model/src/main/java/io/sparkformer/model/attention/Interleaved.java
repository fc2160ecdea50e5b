package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Tensor;
import java.util.function.IntFunction;

/** One whole layer after the other (Vaswani et al. 2017). */
public record Interleaved() implements DepthScheme {
    @Override
    public Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        Tensor stream = x;
        for (int layer = 0; layer < layers.depth(); layer++) {
            stream = TransformerBlock.apply(
                    layers.layer(layer), stream, layers.block().of(layer, attention.apply(layer)));
        }
        return stream;
    }

    /** It fits all. */
    @Override
    public void requireFit(int depth, boolean shared) {}
}
