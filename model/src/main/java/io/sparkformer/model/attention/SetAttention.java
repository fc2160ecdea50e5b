package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.set.MultiheadBlock;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Layers of the Set Transformer (Lee et al. 2019), which know no order: positions come with the tokens. All tokens hear all (equation 8), or m learned points
 * hear all tokens and all tokens hear these, 2 n m pairs (equation 10). Each step has a position-wise network of one linear map.
 *
 * @param points m; empty where tokens hear each other themselves
 */
public record SetAttention(OptionalInt points) implements OwnLayers {
    /** Checks their number. */
    public SetAttention {
        Require.atLeast("points", points.orElse(1), 1);
    }

    /** All tokens hear all. */
    public static SetAttention ofAll() {
        return new SetAttention(OptionalInt.empty());
    }

    /** By so many points. */
    public static SetAttention induced(int points) {
        return new SetAttention(OptionalInt.of(points));
    }

    @Override
    public Tensor apply(Tensor x, Layers layers) {
        MultiheadBlock block = new MultiheadBlock(Math.toIntExact(x.dimension(2)), layers.heads(), true);
        Optional<Tensor> bias =
                layers.bias().map(unused -> Presence.of(x, layers).bias());
        Tensor stream = x;
        for (int layer = 0; layer < layers.depth(); layer++) {
            stream = layer(block, layers.layer(layer), layers.scope().boundary(stream), bias);
        }
        return layers.scope().boundary(stream);
    }

    private Tensor layer(MultiheadBlock block, Scope scope, Tensor x, Optional<Tensor> bias) {
        return points.isPresent() ? block.induced(scope, x, points.getAsInt(), bias) : block.among(scope, x, bias);
    }

    @Override
    public void requireFit(int tokens) {}
}
