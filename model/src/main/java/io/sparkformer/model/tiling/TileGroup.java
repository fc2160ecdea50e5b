package io.sparkformer.model.tiling;

import java.util.List;

/**
 * Queries whose logits lie together, for a softmax over all that they read.
 *
 * @param queries where they are
 * @param columns room for the logits of a query
 * @param tiles of these queries; places that are in none have no key there
 */
public record TileGroup(Progression queries, int columns, List<Tile> tiles) {
    /** Copies the list. */
    public TileGroup {
        tiles = List.copyOf(tiles);
    }

    /** Whether every column of every query belongs to a tile. */
    public boolean isFull() {
        return tiles.size() == 1;
    }

    /** In which rows of the group a tile's queries are. */
    public Progression rows(Tile tile) {
        Progression places = tile.queries();
        return new Progression(
                (places.first() - queries.first()) / queries.step(), places.count(), places.step() / queries.step());
    }
}
