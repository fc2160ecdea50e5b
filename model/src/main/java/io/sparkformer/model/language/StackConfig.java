package io.sparkformer.model.language;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.Reversible;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;

/**
 * A stack of Transformer layers.
 *
 * @param width D, the width of tokens, a multiple of the number of heads
 * @param depth L, the number of layers
 * @param heads H, the number of attention heads
 * @param hiddenWidth F, the hidden width of the position-wise network
 * @param activation in it, and in the head of a masked language model
 * @param connection where the norms are
 * @param epsilon added to the variance by each layer norm
 * @param causal whether a token hears itself and those before it only
 * @param layering whom tokens hear, whether layers have the same weights, and how they follow one another
 */
public record StackConfig(
        int width,
        int depth,
        int heads,
        int hiddenWidth,
        ActivationFunction activation,
        SublayerConnection connection,
        double epsilon,
        boolean causal,
        Layering layering) {
    /** Refuses sizes that do not fit together. */
    public StackConfig {
        Sizes.atLeast("width", width, 1);
        Sizes.atLeast("depth", depth, 1);
        Sizes.atLeast("heads", heads, 1);
        Sizes.atLeast("hidden-width", hiddenWidth, 1);
        if (width % heads != 0) {
            throw new IllegalArgumentException("width = " + width + ": must be a multiple of heads = " + heads);
        }
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("layer-norm-epsilon = " + epsilon + ": must be above 0");
        }
        layering.requireFit(depth);
        if (layering.scheme() instanceof Reversible && connection != SublayerConnection.PRE_NORM) {
            throw new IllegalArgumentException(
                    "reversible layers with norms behind their sums, which have no inverse: set the" + " connection to "
                            + SublayerConnection.PRE_NORM);
        }
    }
}
