package io.sparkformer.data.cleaning;

import java.util.Arrays;

/** How often keys occurred: a table with open addressing that is used again and again, for keys that are hashes. */
final class KeyCounts {
    private static final int FIRST_SLOTS = 1 << 6;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[FIRST_SLOTS];
    private int[] counts = new int[FIRST_SLOTS];
    private int shift;
    private int mask;

    /** Forgets everything, and makes room for so many keys. */
    void clear(int mostKeys) {
        int slots = FIRST_SLOTS;
        while (slots < 2 * mostKeys) {
            slots <<= 1;
        }
        if (slots > keys.length) {
            keys = new long[slots];
            counts = new int[slots];
        } else {
            Arrays.fill(counts, 0, slots, 0);
        }
        mask = slots - 1;
        shift = Long.numberOfLeadingZeros(mask);
    }

    /** Counts a key once more, and tells how often it has occurred. */
    int add(long key) {
        int slot = (int) ((key * GOLDEN_RATIO) >>> shift);
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        return ++counts[slot];
    }
}
