package io.sparkformer.data.encoding;

import java.util.Arrays;

/** A map from non-negative longs to longs that takes two numbers for an entry and makes nothing when it is asked. */
final class LongTable {
    private static final long EMPTY = -1;

    /** What a key has that is not in the table. */
    static final long ABSENT = -1;

    private final long[] keys;
    private final long[] values;
    private final int shift;

    /** For at most as many entries. */
    LongTable(int entries) {
        int bits = Math.max(4, Integer.SIZE - Integer.numberOfLeadingZeros(2 * entries));
        this.keys = new long[1 << bits];
        this.values = new long[1 << bits];
        this.shift = Long.SIZE - bits;
        Arrays.fill(keys, EMPTY);
    }

    /** What a key has, or {@link #ABSENT}. */
    long get(long key) {
        for (int slot = slot(key); keys[slot] != EMPTY; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key) {
                return values[slot];
            }
        }
        return ABSENT;
    }

    /** Gives a key its value, which is not negative. */
    void put(long key, long value) {
        int slot = slot(key);
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
    }
}
