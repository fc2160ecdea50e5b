package io.sparkformer.model.pattern;

import java.util.BitSet;

/** Sets of keys, and the checks of what patterns are made of. */
final class Ranges {
    private Ranges() {}

    /** The keys of a range, as far as there are such: from the first to before the last. */
    static BitSet of(int tokens, long from, long to) {
        BitSet keys = new BitSet(tokens);
        add(keys, tokens, from, to);
        return keys;
    }

    /** Adds a range, as far as there are such keys. */
    static void add(BitSet keys, int tokens, long from, long to) {
        int begin = (int) Math.max(0, Math.min(tokens, from));
        int end = (int) Math.max(begin, Math.min(tokens, to));
        keys.set(begin, end);
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ": must be at least " + least);
        }
    }
}
