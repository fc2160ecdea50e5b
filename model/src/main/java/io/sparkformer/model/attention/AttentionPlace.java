package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * Where in a model attention stands.
 *
 * @param scope of the layer
 * @param layer counted from 0
 * @param layers all of them
 */
public record AttentionPlace(Scope scope, int layer, Layers layers) {
    /** See {@link Layers#heads()}. */
    public int heads() {
        return layers.heads();
    }

    /** See {@link Layers#causal()}. */
    public boolean causal() {
        return layers.causal();
    }

    /** See {@link Layers#bias()}. */
    public Optional<Tensor> bias() {
        return layers.bias();
    }

    /** How projections to queries, keys and values start in the layer. */
    public LinearInitialization projections() {
        return layers.block().of(layer, (place, x, qkv) -> x).attention().projections();
    }
}
