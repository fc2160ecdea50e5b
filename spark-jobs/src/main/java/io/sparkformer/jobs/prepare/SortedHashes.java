package io.sparkformer.jobs.prepare;

/**
 * Sorted hashes of samples with their weights: how much of a shard they fill.
 *
 * @param hashes ascending
 * @param weights of each; none where all are 1
 * @param counts of each, how many samples it stands for; none where all are 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SortedHashes(long[] hashes, long[] weights, long[] counts) {
    private static final long[] ALL_ONE = {};

    /** Samples with weights. */
    static SortedHashes of(long[] hashes, long[] weights) {
        return new SortedHashes(hashes, weights, ALL_ONE);
    }

    /** Samples of weight 1. */
    static SortedHashes ofEqualWeights(long[] hashes) {
        return new SortedHashes(hashes, ALL_ONE, ALL_ONE);
    }

    long weight(int place) {
        return weights.length == 0 ? 1 : weights[place];
    }

    long samples(int place) {
        return counts.length == 0 ? 1 : counts[place];
    }
}
