package io.sparkformer.model.attention;

/**
 * What the layers of a stack are to each other.
 *
 * @param attention whom tokens hear
 * @param shared whether all layers have the weights of the first (Lan et al. 2020, section 3.1)
 * @param scheme how they follow one another
 */
public record Layering(Attention attention, boolean shared, DepthScheme scheme) {
    /** Full attention in layers with weights of their own, one whole layer after the other (Vaswani et al. 2017). */
    public static final Layering PLAIN = of(Attention.FULL);

    /** Layers with weights of their own, one whole layer after the other. */
    public static Layering of(Attention attention) {
        return new Layering(attention, false, DepthScheme.INTERLEAVED);
    }

    /** The same with the weights of the first in all of them, or with their own. */
    public Layering sharing(boolean all) {
        return new Layering(attention, all, scheme);
    }

    /** The same in another order. */
    public Layering by(DepthScheme other) {
        return new Layering(attention, shared, other);
    }

    /** Whether the layers are Transformer blocks over the tokens and nothing else, one whole block after the other. */
    public boolean isPlain() {
        return attention instanceof BlockAttention && scheme instanceof Interleaved;
    }

    /**
     * Refuses stacks that the scheme has no meaning for.
     *
     * @param depth L, the number of layers
     * @throws IllegalArgumentException with the remedy
     */
    public void requireFit(int depth) {
        scheme.requireFit(depth, shared);
        if (attention.hasOwnLayers() && !(scheme instanceof Interleaved)) {
            throw new IllegalArgumentException(
                    scheme + " with " + attention + ", whose layers are no blocks: choose another attention");
        }
    }
}
