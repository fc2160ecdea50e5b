package io.sparkformer.model.tiling;

import java.util.BitSet;
import java.util.Optional;

/**
 * Keys of a tile.
 *
 * @param keys where they are
 * @param column of the logits of the first, in the rows of its group
 * @param mask which pairs of a query of the tile and a key count; empty for all
 */
public record KeyBlock(Progression keys, int column, Optional<Mask> mask) {
    /**
     * Which pairs count.
     *
     * @param queries rows
     * @param keys columns
     * @param allowed row by row
     */
    public record Mask(int queries, int keys, BitSet allowed) {}

    KeyBlock movedBy(int columns) {
        return new KeyBlock(keys, column + columns, mask);
    }
}
