package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Tensor;
import java.util.function.IntFunction;

/**
 * The Sandwich Transformer (Press et al. 2020, section 3): of L layers the attentions s and networks f in the order s^k (s f)^(L-k) f^k. The same
 * sublayers, and so the same parameters, as (s f)^L, which it is for k = 0.
 *
 * @param size k, the sandwich coefficient
 */
public record Sandwich(int size) implements DepthScheme {
    /** Checks the coefficient. */
    public Sandwich {
        Require.atLeast("sandwich", size, 0);
    }

    @Override
    public Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        if (size == 0) {
            return INTERLEAVED.apply(x, layers, attention);
        }
        Tensor stream = x;
        int attentions = 0;
        int networks = 0;
        for (char sublayer : order(layers.depth()).toCharArray()) {
            layers.scope().boundary(stream);
            if (sublayer == 's') {
                TransformerBlock.Settings settings = layers.block().of(attentions, attention.apply(attentions));
                stream = TransformerBlock.attention(layers.layer(attentions++), stream, settings);
            } else {
                TransformerBlock.Settings settings = layers.block().of(networks, (scope, tokens, qkv) -> tokens);
                stream = TransformerBlock.feedForward(layers.layer(networks++), stream, settings);
            }
        }
        return layers.scope().boundary(stream);
    }

    /** The sublayers of so many layers, s for attention and f for the position-wise network. */
    public String order(int depth) {
        return "s".repeat(size) + "sf".repeat(depth - size) + "f".repeat(size);
    }

    @Override
    public void requireFit(int depth, boolean shared) {
        if (size > depth) {
            throw new IllegalArgumentException(
                    "sandwich = " + size + " of " + depth + " layers: choose at most as many as there are");
        }
    }
}
