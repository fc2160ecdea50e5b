package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.set.MultiheadBlock;
import java.util.Optional;

/**
 * Layers of the Set Transformer (Lee et al. 2019, equation 10): m learned points hear all tokens, and all tokens hear these. A layer costs 2 n m
 * pairs, and has a position-wise network of one linear map in each of both steps. Layers know no order: positions come with the tokens.
 *
 * @param points m
 */
public record InducedAttention(int points) implements OwnLayers {
    /** Checks their number. */
    public InducedAttention {
        Require.atLeast("points", points, 1);
    }

    @Override
    public Tensor apply(Tensor x, Layers layers) {
        MultiheadBlock block = new MultiheadBlock(Math.toIntExact(x.dimension(2)), layers.heads(), true);
        Optional<Tensor> bias =
                layers.bias().map(unused -> Presence.of(x, layers).bias());
        Tensor stream = x;
        for (int layer = 0; layer < layers.depth(); layer++) {
            stream = block.induced(layers.layer(layer), layers.scope().boundary(stream), points, bias);
        }
        return layers.scope().boundary(stream);
    }

    @Override
    public void requireFit(int tokens) {}
}
