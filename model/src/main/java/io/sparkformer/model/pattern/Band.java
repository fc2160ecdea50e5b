package io.sparkformer.model.pattern;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A sliding window, perhaps dilated: the keys whose distance is at most {@code radius} times {@code gap}, and a multiple of
 * {@code gap} (Beltagy et al. 2020, section 3.1).
 *
 * @param radius w, keys on each side
 * @param gap from one to the next; 1: neighbours
 */
public record Band(int radius, int gap) implements AttentionPattern {
    /** Neighbours. */
    public Band(int radius) {
        this(radius, 1);
    }

    /** Checks both. */
    public Band {
        Ranges.atLeast("radius", radius, 0);
        Ranges.atLeast("gap", gap, 1);
    }

    @Override
    public IntStream steps() {
        return IntStream.of(gap);
    }

    @Override
    public BitSet keys(Query query) {
        long reach = (long) radius * gap;
        if (gap == 1) {
            return Ranges.of(query.tokens(), query.place() - reach, query.place() + reach + 1);
        }
        BitSet keys = new BitSet(query.tokens());
        long first = query.place() - Math.min(reach, (long) query.place() / gap * gap);
        for (long key = first; key <= query.place() + reach && key < query.tokens(); key += gap) {
            keys.set((int) key);
        }
        return keys;
    }
}
