package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Tensor;

/** Attention inside ordinary Transformer blocks. */
public sealed interface BlockAttention extends Attention
        permits ExactAttention,
                AttentionByScore,
                LayeredAttention,
                AxialAttention,
                LongformerAttention,
                CompressedAttention,
                Linformer,
                LinearAttention,
                LshAttention,
                RoutingAttention,
                SinkhornAttention,
                RelativeAttention,
                EdgeAttention,
                Performer {
    /** The attention of a layer. */
    AttentionMechanism at(AttentionPlace place);

    @Override
    default boolean hasOwnLayers() {
        return false;
    }

    @Override
    default Tensor apply(Tensor x, Layers layers) {
        return layers.blocks(x, layer -> at(layers.place(layer)));
    }
}
