package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The layers of a model.
 *
 * @param scope of all of them
 * @param depth L, how many
 * @param heads H, of attention, a divisor of the width
 * @param causal whether a token hears itself and those before it only
 * @param bias 0 where a token is heard and {@link io.sparkformer.model.operation.AttentionSettings#UNHEARD} elsewhere, [B, 1, 1, T]
 *     for padding, [B, 1, T, T] where several texts lie in one row; empty where nothing has to be hidden
 * @param block what a layer is made of
 * @param layering whose weights they have, and how they follow one another
 */
public record Layers(
        Scope scope, int depth, int heads, boolean causal, Optional<Tensor> bias, Block block, Layering layering) {
    /** What a layer is made of. */
    @FunctionalInterface
    public interface Block {
        /**
         * Its parts.
         *
         * @param layer counted from 0
         * @param attention who hears whom in it
         */
        TransformerBlock.Settings of(int layer, AttentionMechanism attention);

        /**
         * What it reads of the stream, for layers that follow one another in turns: all as it is, unless they say otherwise.
         *
         * @param scope of the layer
         * @param layer counted from 0
         * @param stream what the layers before it have made of the tokens, [B, T, D]
         * @return [B, T, D]
         */
        default Tensor input(Scope scope, int layer, Tensor stream) {
            return stream;
        }
    }

    /** The scope of a layer, counted from 0; where all have the same weights, these are those of the first. */
    public Scope layer(int layer) {
        Scope place = scope.child(layer);
        return layering.shared() && layer > 0 ? place.sharing(scope.child(0)) : place;
    }

    /** Every token of x, [B, T, D], in its context. */
    public Tensor apply(Tensor x) {
        return layering.attention().apply(x, this);
    }

    /**
     * The same behind each layer, where layers are {@linkplain Layering#isPlain() plain}.
     *
     * @return L of [B, T, D], of which the last is {@link #apply}
     */
    public List<Tensor> each(Tensor x) {
        if (layering.attention() instanceof BlockAttention attention
                && layering.scheme() instanceof Interleaved scheme) {
            return scheme.each(x, this, layer -> attention.at(place(layer)));
        }
        throw new IllegalArgumentException(
                "what " + layering + " makes of tokens layer by layer: choose an attention within"
                        + " blocks, in layers that follow one another in turns");
    }

    /** Where the attention of a layer stands. */
    public AttentionPlace place(int layer) {
        return new AttentionPlace(layer(layer), layer, this);
    }

    /** The same layers over tokens of which others are hidden. */
    public Layers withBias(Optional<Tensor> other) {
        return new Layers(scope, depth, heads, causal, other, block, layering);
    }

    /**
     * All layers, as the scheme has them follow one another.
     *
     * @param x [B, T, D]
     * @param attention of each
     * @return [B, T, D]
     */
    public Tensor blocks(Tensor x, IntFunction<AttentionMechanism> attention) {
        return layering.scheme().apply(x, this, attention);
    }
}
