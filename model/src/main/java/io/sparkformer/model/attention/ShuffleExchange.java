package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * The Residual Shuffle-Exchange network (Draguns et al. 2021): no attention, but tokens that hear each other all the same. Each layer is a Benes
 * block over n = 2^K places: K - 1 times neighbours are mixed in pairs and then shuffled as cards are, and K - 1 times the other way round;
 * behind the last one they are mixed once more. Two tokens meet within a block. It costs n log n.
 *
 * <p>All switches of a half share their weights. A row is filled up with zeros to the next power of two, and what is not there is zeros too. A layer has
 * neither heads nor a position-wise network.
 */
public record ShuffleExchange() implements OwnLayers {
    @Override
    public Tensor apply(Tensor x, Layers layers) {
        long tokens = x.dimension(1);
        int levels = levels(tokens);
        Tensor real = layers.bias().isEmpty()
                ? x
                : Arithmetic.multiply(x, Presence.of(x, layers).column());
        Tensor stream = Shaping.pad(real, 1, 0, (1L << levels) - tokens); // [B, 2^K, D]
        for (int layer = 0; layer < layers.depth(); layer++) {
            stream = layers.scope().boundary(stream);
            SwitchUnit forward = SwitchUnit.of(layers.layer(layer).child("forward"), x);
            for (int level = 1; level < levels; level++) {
                stream = rotatedLeft(forward.apply(stream));
            }
            SwitchUnit reverse = SwitchUnit.of(layers.layer(layer).child("reverse"), x);
            for (int level = 1; level < levels; level++) {
                stream = rotatedRight(reverse.apply(stream));
            }
        }
        SwitchUnit last = SwitchUnit.of(lastScope(layers), x);
        return Shaping.slice(last.apply(layers.scope().boundary(stream)), 1, 0, tokens);
    }

    private static Scope lastScope(Layers layers) {
        return layers.scope().child("last");
    }

    /** K, so that 2^K places are enough; at least 1. */
    static int levels(long tokens) {
        return Math.max(1, 64 - Long.numberOfLeadingZeros(tokens - 1));
    }

    /** x [B, n, D], of whose places the numbers' bits are rotated to the left: those of even numbers, then the others. */
    static Tensor rotatedLeft(Tensor x) {
        return exchanged(x, x.dimension(1) / 2, 2);
    }

    /** The other way round: one of the first half, one of the second, and so on. */
    static Tensor rotatedRight(Tensor x) {
        return exchanged(x, 2, x.dimension(1) / 2);
    }

    private static Tensor exchanged(Tensor x, long rows, long columns) {
        Tensor table = Shaping.reshape(x, x.dimension(0), rows, columns, x.dimension(2));
        return Shaping.reshape(Shaping.permute(table, 0, 2, 1, 3), x.shape());
    }

    @Override
    public void requireFit(int tokens) {
        if (tokens < 3) {
            throw new IllegalArgumentException(
                    tokens + " tokens are none to shuffle: there must be at least 3; choose another attention");
        }
    }
}
