package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Behind;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Strided;

/**
 * The Axial Transformer (Ho et al. 2019): the pixels of a picture hear their row in the first layer, their column in the second, and so on in
 * turns; after two layers each has heard all. Of a square of N pixels a layer costs N sqrt N pairs.
 *
 * <p>In a causal model these are the masked rows and columns of its decoders, in raster order, without the shifts between them.
 *
 * @param width of the picture, whose rows follow one another
 * @param prefix tokens in front of the picture that hear all and are heard by all, such as a class token
 */
public record AxialAttention(int width, int prefix) implements BlockAttention {
    /** Checks both. */
    public AxialAttention {
        if (width < 1 || prefix < 0) {
            throw new IllegalArgumentException(
                    "axial attention of width = " + width + ", prefix = " + prefix + ": must be at least 1 and 0");
        }
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        AttentionPattern axis = place.layer() % 2 == 0 ? new BlockLocal(width) : new Strided(width);
        return new ExactAttention(prefix == 0 ? axis : new Behind(prefix, axis)).at(place);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        int pixels = tokens - prefix;
        if (pixels < width || pixels % width != 0) {
            throw new IllegalArgumentException(tokens + " tokens are no " + prefix + " and rows of " + width
                    + " pixels: give the width of the picture, and how many tokens stand in front of it");
        }
    }
}
