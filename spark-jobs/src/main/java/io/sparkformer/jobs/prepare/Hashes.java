package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A growing list of hashes of samples, each with a weight: how much of a shard the sample fills. Where every weight is 1,
 * as with images, weights take no memory.
 */
final class Hashes implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 64;
    private static final int[] ALL_ONE = {};

    private long[] values = new long[FIRST_CAPACITY];
    private int[] weights = ALL_ONE;
    private int size;

    /** Takes a hash and its weight. */
    @FunctionalInterface
    interface Weighted {
        void take(long hash, long weight);
    }

    void forEach(Weighted target) {
        for (int i = 0; i < size; i++) {
            target.take(values[i], weights.length == 0 ? 1 : weights[i]);
        }
    }

    void add(long hash, int weight) {
        reserve(1);
        if (weight != 1) {
            keepWeights();
        }
        if (weights.length > 0) {
            weights[size] = weight;
        }
        values[size++] = hash;
    }

    void addAll(Hashes other) {
        reserve(other.size);
        if (other.weights.length > 0) {
            keepWeights();
        }
        System.arraycopy(other.values, 0, values, size, other.size);
        if (other.weights.length > 0) {
            System.arraycopy(other.weights, 0, weights, size, other.size);
        } else if (weights.length > 0) {
            Arrays.fill(weights, size, size + other.size, 1);
        }
        size += other.size;
    }

    private void keepWeights() {
        if (weights.length == 0) {
            weights = new int[values.length];
            Arrays.fill(weights, 0, size, 1);
        }
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > values.length) {
            long doubled = Math.min(2L * values.length, Integer.MAX_VALUE - 8);
            int capacity = (int) Math.max(doubled, needed);
            values = Arrays.copyOf(values, capacity);
            weights = weights.length == 0 ? weights : Arrays.copyOf(weights, capacity);
        }
    }

    SortedHashes sorted() {
        long[] hashes = Arrays.copyOf(values, size);
        if (weights.length == 0) {
            Arrays.sort(hashes);
            return SortedHashes.ofEqualWeights(hashes);
        }
        return sortTogether(hashes, Arrays.copyOf(weights, size));
    }

    /** By the eight bytes of the hashes, the last first, each pass keeping the order of the one before. */
    private static SortedHashes sortTogether(long[] hashes, int[] weights) {
        long[] fromHashes = hashes;
        int[] fromWeights = weights;
        long[] toHashes = new long[hashes.length];
        int[] toWeights = new int[hashes.length];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int[] places = new int[(1 << Byte.SIZE) + 1];
            for (long hash : fromHashes) {
                places[digit(hash, shift) + 1]++;
            }
            for (int i = 1; i < places.length; i++) {
                places[i] += places[i - 1];
            }
            for (int i = 0; i < fromHashes.length; i++) {
                int place = places[digit(fromHashes[i], shift)]++;
                toHashes[place] = fromHashes[i];
                toWeights[place] = fromWeights[i];
            }
            long[] hashesBefore = fromHashes;
            int[] weightsBefore = fromWeights;
            fromHashes = toHashes;
            fromWeights = toWeights;
            toHashes = hashesBefore;
            toWeights = weightsBefore;
        }
        return SortedHashes.of(
                fromHashes, Arrays.stream(fromWeights).asLongStream().toArray());
    }

    private static int digit(long hash, int shift) {
        return (int) ((hash ^ Long.MIN_VALUE) >>> shift) & 0xFF;
    }
}
