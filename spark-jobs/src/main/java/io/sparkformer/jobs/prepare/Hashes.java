package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.Arrays;

/** A growing list of hashes. */
final class Hashes implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 64;

    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    void add(long hash) {
        reserve(1);
        values[size++] = hash;
    }

    void addAll(Hashes other) {
        reserve(other.size);
        System.arraycopy(other.values, 0, values, size, other.size);
        size += other.size;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > values.length) {
            long doubled = Math.min(2L * values.length, Integer.MAX_VALUE - 8);
            values = Arrays.copyOf(values, (int) Math.max(doubled, needed));
        }
    }

    int size() {
        return size;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
