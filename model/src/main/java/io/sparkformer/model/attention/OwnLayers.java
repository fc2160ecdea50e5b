package io.sparkformer.model.attention;

/** Attention whose layers are no Transformer blocks: its tokens hear what comes later, and layers follow one another in one way only. */
public sealed interface OwnLayers extends Attention permits StarAttention, SetAttention, ShuffleExchange {
    /** Its layers, of so many tokens, refused where they cannot be. */
    void requireFit(int tokens);

    @Override
    default boolean hasOwnLayers() {
        return true;
    }

    @Override
    default void requireFit(int tokens, boolean causal) {
        if (causal) {
            throw new IllegalArgumentException(
                    this + " in a causal model: its tokens hear what comes later; choose another attention");
        }
        requireFit(tokens);
    }
}
