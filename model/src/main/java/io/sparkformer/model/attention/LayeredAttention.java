package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import java.util.List;

/**
 * Each layer its own: axial attention takes rows and columns in turns, and Longformer's windows grow.
 *
 * @param layers of the first layer, of the second and so on; again from the first where there are more layers
 */
public record LayeredAttention(List<BlockAttention> layers) implements BlockAttention {
    /** Copies the list. */
    public LayeredAttention {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("attention of no layers: name at least one");
        }
        layers = List.copyOf(layers);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return layers.get(place.layer() % layers.size()).at(place);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        layers.forEach(layer -> layer.requireFit(tokens, causal));
    }
}
