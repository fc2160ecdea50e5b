package io.sparkformer.model.tiling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts queries, in their order, into tiles, which are the cheapest of those that come of halving: of many queries at once products are
 * fast, and of few there are few pairs that do not count.
 */
final class Cutter {
    /** The most queries of a tile, and (but for the last tile's) the fewest. */
    private static final int MOST_QUERIES = 256;

    private static final int FEWEST_QUERIES = 16;

    /** Keys that nobody reads, between others, that cost less than another block. */
    private static final int GAP = 16;

    /** So many blocks are worth trying to find the same keys at a stride. */
    private static final int MANY_BLOCKS = 4;

    /** Nanoseconds, forward and backward on a core of our days: of a pair, of one more of its width, and of a block. */
    private static final double PAIR = 3;

    private static final double WIDTH = 0.25;
    private static final double BLOCK = 12_000;

    private final int headWidth;
    private final int[] steps;
    private final Map<KeyBlock.Mask, KeyBlock.Mask> masks = new HashMap<>();

    Cutter(int headWidth, int[] steps) {
        this.headWidth = headWidth;
        this.steps = steps;
    }

    /** What computing these costs, about. */
    static double price(List<Tile> tiles, int headWidth) {
        return tiles.stream()
                .mapToDouble(tile -> price(
                        tile.queries().count(), tile.columns(), tile.blocks().size(), headWidth))
                .sum();
    }

    private static double price(int queries, int columns, int blocks, int headWidth) {
        return (double) queries * columns * (PAIR + WIDTH * headWidth) + BLOCK * blocks;
    }

    /**
     * The tiles of these queries.
     *
     * @param runs of each, see {@link io.sparkformer.model.pattern.KeyRuns}, as places of the sequence
     * @param sequence where queries and keys are
     */
    List<Tile> cut(int[][] runs, Progression sequence) {
        List<Tile> tiles = new ArrayList<>();
        int from = 0;
        while (from < runs.length) {
            int left = runs.length - from;
            int count = left < MOST_QUERIES + FEWEST_QUERIES ? left : MOST_QUERIES;
            for (Range range : best(runs, from, from + count).ranges) {
                tiles.add(tile(runs, range, sequence));
            }
            from += count;
        }
        return tiles;
    }

    /** Some of the queries, and what any of them reads. */
    private record Range(int from, int to, List<Progression> blocks) {
        int columns() {
            return blocks.stream().mapToInt(Progression::count).sum();
        }
    }

    private record Choice(List<Range> ranges, double price) {}

    private Choice best(int[][] runs, int from, int to) {
        List<Progression> blocks = blocks(union(runs, from, to), runs.length);
        if (blocks.isEmpty()) {
            return new Choice(List.of(), 0);
        }
        Range range = new Range(from, to, blocks);
        double price = price(to - from, range.columns(), blocks.size(), headWidth);
        if (to - from >= 2 * FEWEST_QUERIES) {
            int middle = from + (to - from) / 2 / FEWEST_QUERIES * FEWEST_QUERIES;
            Choice first = best(runs, from, middle);
            Choice second = best(runs, middle, to);
            if (first.price + second.price < price) {
                List<Range> both = new ArrayList<>(first.ranges);
                both.addAll(second.ranges);
                return new Choice(both, first.price + second.price);
            }
        }
        return new Choice(List.of(range), price);
    }

    private static BitSet union(int[][] runs, int from, int to) {
        BitSet keys = new BitSet();
        for (int query = from; query < to; query++) {
            int[] ends = runs[query];
            for (int run = 0; run < ends.length; run += 2) {
                keys.set(ends[run], ends[run + 1]);
            }
        }
        return keys;
    }

    /** The keys as few blocks: neighbours, or if those would be many, keys at a stride. */
    private List<Progression> blocks(BitSet keys, int count) {
        List<Progression> best = neighbours(keys, count);
        for (int step : steps) {
            if (best.size() > MANY_BLOCKS && count >= 2 * step) {
                List<Progression> strided = strided(keys, count, step);
                best = strided.size() < best.size() ? strided : best;
            }
        }
        return best;
    }

    /** Long runs as they are, and the keys of short ones at a stride. */
    private static List<Progression> strided(BitSet keys, int count, int step) {
        BitSet runs = new BitSet(count);
        for (int begin = keys.nextSetBit(0); begin >= 0; begin = keys.nextSetBit(keys.nextClearBit(begin))) {
            int end = keys.nextClearBit(begin);
            runs.set(begin, end - begin > step / 2 ? end : begin);
        }
        List<Progression> blocks = new ArrayList<>(neighbours(runs, count));
        BitSet rest = (BitSet) keys.clone();
        blocks.forEach(block -> rest.clear(block.first(), block.first() + block.count()));
        for (int first = 0; first < step; first++) {
            Progression all = new Progression(first, (count - first + step - 1) / step, step);
            neighbours(part(rest, all), all.count()).forEach(block -> blocks.add(all.of(block)));
        }
        return blocks;
    }

    private static BitSet part(BitSet keys, Progression places) {
        BitSet part = new BitSet(places.count());
        for (int i = 0; i < places.count(); i++) {
            part.set(i, keys.get(places.at(i)));
        }
        return part;
    }

    /** Runs, joined where little lies between them. None is of one key only, which native products of batches would misplace. */
    private static List<Progression> neighbours(BitSet keys, int count) {
        List<Progression> blocks = new ArrayList<>();
        int begin = keys.nextSetBit(0);
        while (begin >= 0) {
            int end = keys.nextClearBit(begin);
            int next = keys.nextSetBit(end);
            while (next >= 0 && next - end <= GAP) {
                end = keys.nextClearBit(next);
                next = keys.nextSetBit(end);
            }
            if (end - begin == 1) {
                begin = Math.max(0, Math.min(begin, count - 2));
                end = Math.min(count, begin + 2);
            }
            blocks.add(Progression.of(begin, end - begin));
            begin = next;
        }
        return blocks;
    }

    private Tile tile(int[][] runs, Range range, Progression sequence) {
        List<KeyBlock> blocks = new ArrayList<>();
        int column = 0;
        for (Progression keys : range.blocks) {
            blocks.add(new KeyBlock(sequence.of(keys), column, mask(runs, range, keys)));
            column += keys.count();
        }
        return new Tile(sequence.of(Progression.of(range.from, range.to - range.from)), blocks);
    }

    /** The same object for equal masks. */
    private Optional<KeyBlock.Mask> mask(int[][] runs, Range range, Progression keys) {
        int queries = range.to - range.from;
        BitSet allowed = new BitSet(queries * keys.count());
        for (int query = 0; query < queries; query++) {
            allow(allowed, query * keys.count(), runs[range.from + query], keys);
        }
        if (allowed.cardinality() == queries * keys.count()) {
            return Optional.empty();
        }
        KeyBlock.Mask mask = new KeyBlock.Mask(queries, keys.count(), allowed);
        return Optional.of(masks.computeIfAbsent(mask, same -> same));
    }

    /** Sets in a row of the mask which of the keys lie in a run. */
    private static void allow(BitSet row, int first, int[] ends, Progression keys) {
        for (int run = 0; run < ends.length; run += 2) {
            int from = Math.max(0, Math.floorDiv(ends[run] - keys.first() + keys.step() - 1, keys.step()));
            int to = Math.min(keys.count(), Math.floorDiv(ends[run + 1] - 1 - keys.first(), keys.step()) + 1);
            if (from < to) {
                row.set(first + from, first + to);
            }
        }
    }
}
