package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionTiling.Tile;
import io.sparkformer.model.plan.View;

/**
 * The memory of a tile: one matrix of logits or weights, for a gradient a second one; and in bfloat16 a rounded one, the
 * output's gradient in another type, and three sums in single precision.
 */
final class AttentionScratch {
    private final View memory;
    private final AttentionTiling tiling;
    private final long headWidth;

    AttentionScratch(View memory, AttentionTiling tiling, long headWidth) {
        this.memory = memory;
        this.tiling = tiling;
        this.headWidth = headWidth;
    }

    /** Elements that a call needs. */
    static long length(AttentionTiling tiling, long headWidth, boolean gradient, boolean half) {
        long tiles = (gradient || half ? 2 : 1) * tiling.length();
        long vectors = tiling.headsInTile() * tiling.tokens() * headWidth;
        return half ? tiles + View.halfRoom(tiling.length()) + 4 * vectors : tiles;
    }

    /** The weights of a tile: [samples, heads, rows, keys]. */
    Operand weights(Tile tile) {
        return matrix(tile, 0, false);
    }

    /** The logits' gradient. */
    Operand logits(Tile tile) {
        return matrix(tile, tiling.length(), false);
    }

    /** A matrix of a tile in bfloat16. */
    Operand rounded(Tile tile) {
        return matrix(tile, 2 * tiling.length(), true);
    }

    /** An array of as many vectors as there are tokens, or fewer, in the tile's heads. */
    Operand vectors(Operand like, int slot, boolean half) {
        long offset = 2 * tiling.length() + View.halfRoom(tiling.length());
        long length = tiling.headsInTile() * tiling.tokens() * headWidth;
        return Operand.of(view(offset + slot * length, half), like.dimensions());
    }

    private Operand matrix(Tile tile, long offset, boolean half) {
        return Operand.of(view(offset, half), tile.samples(), tile.heads(), tile.rows(), tile.keys());
    }

    private View view(long offset, boolean half) {
        return new View(memory.storage(), memory.offset() + offset, half);
    }
}
