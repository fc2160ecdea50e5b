package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionTiling.Tile;
import io.sparkformer.model.plan.View;

/**
 * Where a tile's matrices lie in the packed projection [B, T, 3 D], in its gradient, and in the output [B, T, D].
 *
 * @param tokens T
 * @param width D
 * @param heads H
 */
record AttentionOperands(long tokens, long width, long heads) {
    long headWidth() {
        return width / heads;
    }

    /** What logits are multiplied by. */
    float scale() {
        return (float) (1 / Math.sqrt((double) headWidth()));
    }

    /** The tile's queries, or their gradients: [samples, heads, rows, D/H]. */
    Operand queries(View packed, Tile tile) {
        return packed(packed, tile, 0, tile.firstRow(), tile.rows());
    }

    /** The keys that the tile hears: [samples, heads, keys, D/H]. */
    Operand keys(View packed, Tile tile) {
        return packed(packed, tile, 1, 0, tile.keys());
    }

    /** The values of these keys: [samples, heads, keys, D/H]. */
    Operand values(View packed, Tile tile) {
        return packed(packed, tile, 2, 0, tile.keys());
    }

    /** The tile's part of the output, or of its gradient: [samples, heads, rows, D/H]. */
    Operand heard(View view, Tile tile) {
        long offset = (tile.firstSample() * tokens + tile.firstRow()) * width + tile.firstHead() * headWidth();
        return Operand.of(view, offset, shape(tile, tile.rows()), new long[] {tokens * width, headWidth(), width, 1});
    }

    private Operand packed(View view, Tile tile, int part, long firstRow, long rows) {
        long row = 3 * width;
        long offset = (tile.firstSample() * tokens + firstRow) * row + part * width + tile.firstHead() * headWidth();
        return Operand.of(view, offset, shape(tile, rows), new long[] {tokens * row, headWidth(), row, 1});
    }

    private long[] shape(Tile tile, long rows) {
        return new long[] {tile.samples(), tile.heads(), rows, headWidth()};
    }
}
