package io.sparkformer.data.tokenizer;

import java.util.Arrays;

/**
 * How often pairs of neighbours occur, and in which words. A hash table of numbers: there are millions of pairs.
 *
 * <p>A list of words may name one that has lost the pair meanwhile, or name it twice.
 */
final class PairTable {
    private static final long FREE = -1;
    private static final int[] NO_WORDS = {};

    private long[] keys;
    private long[] counts;
    private int[][] words;
    private int[] sizes;
    private int used;

    PairTable() {
        allocate(1 << 16);
    }

    private void allocate(int capacity) {
        keys = new long[capacity];
        Arrays.fill(keys, FREE);
        counts = new long[capacity];
        words = new int[capacity][];
        sizes = new int[capacity];
    }

    /** A pair as one number, by which pairs are ordered too. */
    static long pair(int left, int right) {
        return ((long) left << Integer.SIZE) | right;
    }

    static int left(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    static int right(long pair) {
        return (int) pair;
    }

    /** Changes a pair's count, and names a word that has it now where the change is positive. */
    void add(long pair, long change, int word) {
        int slot = slot(pair);
        if (keys[slot] == FREE) {
            slot = claim(pair, slot);
        }
        counts[slot] += change;
        if (change > 0) {
            append(slot, word);
        }
    }

    private int claim(long pair, int slot) {
        int free = slot;
        if (++used > keys.length / 2) {
            grow();
            free = slot(pair);
        }
        keys[free] = pair;
        words[free] = NO_WORDS;
        return free;
    }

    private void append(int slot, int word) {
        int size = sizes[slot];
        int[] list = words[slot];
        if (size > 0 && list[size - 1] == word) {
            return;
        }
        if (size == list.length) {
            list = Arrays.copyOf(list, size + Math.max(2, size / 2));
            words[slot] = list;
        }
        list[size] = word;
        sizes[slot] = size + 1;
    }

    /** How often a pair occurs. */
    long count(long pair) {
        int slot = slot(pair);
        return keys[slot] == FREE ? 0 : counts[slot];
    }

    /** The words that may have a pair, which is forgotten. */
    int[] take(long pair) {
        int slot = slot(pair);
        if (keys[slot] == FREE) {
            return NO_WORDS;
        }
        int[] list = Arrays.copyOf(words[slot], sizes[slot]);
        clear(pair);
        return list;
    }

    /** Sets a pair's count to 0. */
    void clear(long pair) {
        int slot = slot(pair);
        if (keys[slot] != FREE) {
            counts[slot] = 0;
            words[slot] = NO_WORDS;
            sizes[slot] = 0;
        }
    }

    /** Gives all pairs that occur, in no order. */
    void forEach(PairReceiver receiver) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != FREE && counts[slot] > 0) {
                receiver.accept(keys[slot], counts[slot]);
            }
        }
    }

    /** Receives a pair with its count. */
    interface PairReceiver {
        void accept(long pair, long count);
    }

    private int slot(long pair) {
        int mask = keys.length - 1;
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (keys[slot] != FREE && keys[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        int[][] oldWords = words;
        int[] oldSizes = sizes;
        allocate(2 * oldKeys.length);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                counts[slot] = oldCounts[old];
                words[slot] = oldWords[old];
                sizes[slot] = oldSizes[old];
            }
        }
    }
}
