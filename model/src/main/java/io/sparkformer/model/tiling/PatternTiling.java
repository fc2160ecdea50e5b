package io.sparkformer.model.tiling;

import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.KeyRuns;
import java.util.ArrayList;
import java.util.List;

/**
 * How a head's attention by a pattern is cut. Every pair that the pattern allows is in exactly one tile.
 *
 * <p>Keys that lie alone, at a stride from their query, are cut apart from the rest where that is cheaper: of neighbouring queries they are
 * all keys, and of queries at that stride they are neighbours.
 *
 * @param groups of all queries that read anything
 */
public record PatternTiling(List<TileGroup> groups) {
    /** So many queries at a stride make a tile worth while. */
    private static final int LEAST_AT_STRIDE = 4;

    /** Copies the list. */
    public PatternTiling {
        groups = List.copyOf(groups);
    }

    /**
     * Cuts a pattern.
     *
     * @param tokens at least 2
     * @param headWidth D / H, by which products are the dearer
     */
    public static PatternTiling of(AttentionPattern pattern, int tokens, int head, int headWidth) {
        KeyRuns runs = KeyRuns.of(pattern, tokens, head);
        int[] steps = pattern.steps()
                .filter(step -> step > 1 && tokens / step >= LEAST_AT_STRIDE)
                .distinct()
                .sorted()
                .toArray();
        Cutter cutter = new Cutter(headWidth, steps);
        Cut cheapest = new Cut(cutter.cut(runs.runs(), Progression.of(0, tokens)), List.of());
        for (int step : steps) {
            Cut cut = cut(cutter, StridedKeys.of(runs.runs(), step), step);
            cheapest = cut.price(headWidth) < cheapest.price(headWidth) ? cut : cheapest;
        }
        return new PatternTiling(cheapest.groups(tokens));
    }

    private static Cut cut(Cutter cutter, StridedKeys keys, int step) {
        List<Tile> atStride = new ArrayList<>();
        for (int first = 0; first < step; first++) {
            int[][] queries = keys.ofClass(first);
            atStride.addAll(cutter.cut(queries, new Progression(first, queries.length, step)));
        }
        return new Cut(cutter.cut(keys.others(), Progression.of(0, keys.others().length)), atStride);
    }

    /** Tiles of neighbouring queries, and of those at a stride. */
    private record Cut(List<Tile> near, List<Tile> atStride) {
        double price(int headWidth) {
            return Cutter.price(near, headWidth) + Cutter.price(atStride, headWidth);
        }

        List<TileGroup> groups(int tokens) {
            if (near.isEmpty() || atStride.isEmpty()) {
                return (near.isEmpty() ? atStride : near)
                        .stream()
                                .map(tile -> new TileGroup(tile.queries(), tile.columns(), List.of(tile)))
                                .toList();
            }
            int nearColumns = near.stream().mapToInt(Tile::columns).max().orElseThrow();
            int columns = nearColumns
                    + atStride.stream().mapToInt(Tile::columns).max().orElseThrow();
            List<Tile> all = new ArrayList<>(near);
            atStride.forEach(tile -> all.add(tile.movedBy(nearColumns)));
            return List.of(new TileGroup(Progression.of(0, tokens), columns, all));
        }
    }
}
