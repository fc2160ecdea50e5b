package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionOperands.Section;
import io.sparkformer.model.tiling.Progression;
import java.util.ArrayList;
import java.util.List;

/**
 * How the work of attention is cut: into tiles of some samples, some of their heads, and some of these heads' queries against
 * all keys, so that a tile's logits stay in the cache.
 *
 * @param batch samples
 * @param heads heads of a sample
 * @param tokens queries of a head, and keys
 * @param causal whether a query hears only the keys up to its own
 */
record AttentionTiling(long batch, long heads, long tokens, boolean causal) {
    /** Numbers in a tile of logits. */
    private static final long TILE = 1 << 18;

    /** Queries are cut in multiples of this. */
    private static final long ROWS = 32;

    /** And never fewer than this, whatever their logits take: products of fewer rows are slower than a cache is fast. */
    private static final long FEWEST_ROWS = 256;

    /** Some samples, some of their heads, some of these heads' queries, and the keys from the first on that these hear. */
    record Tile(long firstSample, long samples, long firstHead, long heads, long firstRow, long rows, long keys) {
        /** Its samples and heads. */
        Section section() {
            return new Section(
                    firstSample, samples, Progression.of(Math.toIntExact(firstHead), Math.toIntExact(heads)));
        }

        /** Where its queries are. */
        Progression queries() {
            return Progression.of(Math.toIntExact(firstRow), Math.toIntExact(rows));
        }

        /** Where the keys are that it hears. */
        Progression heard() {
            return Progression.of(0, Math.toIntExact(keys));
        }

        /** Whether it has the last queries of its heads, which hear all keys. */
        boolean isLast(AttentionTiling tiling) {
            return firstRow + rows == tiling.tokens;
        }
    }

    List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        for (long sample = 0; sample < batch; sample += samples()) {
            for (long head = 0; head < heads; head += headsAtOnce()) {
                for (long row = 0; row < tokens; row += rows()) {
                    long end = Math.min(tokens, row + rows());
                    tiles.add(new Tile(
                            sample,
                            Math.min(samples(), batch - sample),
                            head,
                            Math.min(headsAtOnce(), heads - head),
                            row,
                            end - row,
                            causal ? end : tokens));
                }
            }
        }
        return tiles;
    }

    /** Queries of a head in one tile. */
    long rows() {
        return headsAtOnce() > 1 ? tokens : Math.min(tokens, Math.max(FEWEST_ROWS, TILE / tokens / ROWS * ROWS));
    }

    /** Whether a head's queries are spread over several tiles. */
    boolean cutsHeads() {
        return rows() < tokens;
    }

    /** Numbers in the largest tile. */
    long length() {
        return samples() * headsAtOnce() * rows() * tokens;
    }

    /** Heads of a sample in one tile, of all its samples. */
    long headsInTile() {
        return samples() * headsAtOnce();
    }

    private long samples() {
        return Math.max(1, Math.min(batch, TILE / (heads * tokens * tokens)));
    }

    private long headsAtOnce() {
        return Math.max(1, Math.min(heads, TILE / (tokens * tokens)));
    }
}
