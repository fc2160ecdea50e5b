package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionOperands.Section;
import io.sparkformer.model.tiling.KeyBlock;
import io.sparkformer.model.tiling.Progression;
import io.sparkformer.model.tiling.TileGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of queries in some samples and heads: as many as leave their logits in the cache, and at least one.
 *
 * @param section samples and heads
 * @param group queries and what they read
 */
record SparseSection(Section section, TileGroup group) {
    /** Numbers that a core's second cache holds beside what makes them. */
    private static final long CACHED = 1 << 18;

    /** Columns of silence, so that rows begin on a cache line: at most this many. */
    private static final int LINE = 16;

    static List<SparseSection> of(List<HeadTiling> tilings, long batch, long tokens) {
        List<SparseSection> sections = new ArrayList<>();
        for (HeadTiling heads : tilings) {
            for (TileGroup group : heads.tiling().groups()) {
                add(sections, heads.heads(), group, batch, tokens);
            }
        }
        return sections;
    }

    private static void add(List<SparseSection> sections, Progression heads, TileGroup group, long batch, long tokens) {
        long matrix = rows(group) * columns(group);
        int headsAtOnce = (int) Math.max(1, Math.min(heads.count(), CACHED / matrix));
        long samplesAtOnce = headsAtOnce < heads.count() || reachesBeyond(group, tokens)
                ? 1
                : Math.max(1, Math.min(batch, CACHED / (matrix * headsAtOnce)));
        for (long sample = 0; sample < batch; sample += samplesAtOnce) {
            for (int head = 0; head < heads.count(); head += headsAtOnce) {
                Progression some =
                        new Progression(heads.at(head), Math.min(headsAtOnce, heads.count() - head), heads.step());
                Section section = new Section(sample, Math.min(samplesAtOnce, batch - sample), some);
                sections.add(new SparseSection(section, group));
            }
        }
    }

    /** Whether places at a stride, with what lies between, are more than a sample has: oneDNN takes samples for overlapping then. */
    private static boolean reachesBeyond(TileGroup group, long tokens) {
        return group.tiles().stream()
                .anyMatch(tile -> extent(tile.queries()) > tokens
                        || tile.blocks().stream().anyMatch(block -> extent(block.keys()) > tokens));
    }

    private static long extent(Progression places) {
        return (long) places.count() * places.step();
    }

    private static int columns(TileGroup group) {
        return (group.columns() / LINE + 1) * LINE;
    }

    /**
     * Rows of the logits of a head: those of the group's queries, and behind them what a tile's rows at a stride reach with what lies
     * between, without which oneDNN takes heads for overlapping.
     */
    long rows() {
        return rows(group);
    }

    private static long rows(TileGroup group) {
        return group.tiles().stream()
                .mapToLong(tile -> extent(group.rows(tile)))
                .reduce(group.queries().count(), Math::max);
    }

    /** Columns of the logits, of which those behind the group's are silence. */
    int columns() {
        return columns(group);
    }

    /** Keys in the longest block of keys that are apart, of all samples and heads. */
    long longestAtStride() {
        return section.samples()
                * section.heads().count()
                * group.tiles().stream()
                        .flatMap(tile -> tile.blocks().stream())
                        .map(KeyBlock::keys)
                        .filter(keys -> keys.step() > 1)
                        .mapToLong(Progression::count)
                        .max()
                        .orElse(0);
    }

    /** Numbers in its logits. */
    long length() {
        return section.samples() * section.heads().count() * rows() * columns();
    }
}
