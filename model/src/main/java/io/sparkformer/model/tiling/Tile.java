package io.sparkformer.model.tiling;

import java.util.List;

/**
 * Some queries, and all keys that any of them reads.
 *
 * @param queries where they are
 * @param blocks their keys, no key twice
 */
public record Tile(Progression queries, List<KeyBlock> blocks) {
    /** Copies the list. */
    public Tile {
        blocks = List.copyOf(blocks);
    }

    /** Columns of its logits. */
    int columns() {
        KeyBlock last = blocks.get(blocks.size() - 1);
        return last.column() + last.keys().count();
    }

    Tile movedBy(int columns) {
        return new Tile(
                queries, blocks.stream().map(block -> block.movedBy(columns)).toList());
    }
}
