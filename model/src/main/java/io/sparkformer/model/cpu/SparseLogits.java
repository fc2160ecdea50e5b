package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Storage;
import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.KeyBlock;
import io.sparkformer.model.tiling.Tile;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * The logits, weights or their gradients of one section after the other: [samples, heads, queries, columns].
 *
 * @param storage where they lie
 * @param offset from where on
 */
record SparseLogits(Storage storage, long offset) {
    /** Four of these bytes are the number -4e37, of which no exponential is left. */
    private static final int VERY_NEGATIVE = 0xFD;

    /** Room for any of these. */
    static long length(List<SparseSection> sections) {
        return sections.stream().mapToLong(SparseSection::length).max().orElse(0);
    }

    Operand of(SparseSection section) {
        return Operand.of(
                new View(storage, offset),
                section.section().samples(),
                section.section().heads().count(),
                section.rows(),
                section.columns());
    }

    /** Those of some keys for a tile's queries. */
    Operand of(SparseSection section, Tile tile, KeyBlock block) {
        return of(section)
                .every(2, section.group().rows(tile))
                .slice(3, block.column(), block.keys().count());
    }

    /** The columns behind all keys. */
    Operand silence(SparseSection section) {
        int columns = section.group().columns();
        return of(section).slice(3, columns, section.columns() - columns);
    }

    /** Makes all of them zero. */
    Kernel clear(SparseSection section) {
        return fill(section, 0);
    }

    /** Makes all of them logits of which no weight is left. */
    Kernel forbid(SparseSection section) {
        return fill(section, VERY_NEGATIVE);
    }

    private Kernel fill(SparseSection section, int value) {
        Pointer place = of(section).pointer();
        long bytes = section.length() * Float.BYTES;
        return () -> Pointer.memset(place, value, bytes);
    }
}
