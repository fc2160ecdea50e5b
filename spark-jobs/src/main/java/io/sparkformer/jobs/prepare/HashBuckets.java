package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Samples counted by the first bits of their hashes: a few megabytes for any number of samples. */
final class HashBuckets implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BITS = 18;

    private final long[] weights = new long[1 << BITS];
    private final long[] samples = new long[1 << BITS];

    void add(long hash, long weight) {
        int bucket = (int) ((hash ^ Long.MIN_VALUE) >>> (Long.SIZE - BITS));
        weights[bucket] += weight;
        samples[bucket]++;
    }

    void addAll(HashBuckets other) {
        Arrays.setAll(weights, bucket -> weights[bucket] + other.weights[bucket]);
        Arrays.setAll(samples, bucket -> samples[bucket] + other.samples[bucket]);
    }

    /** The buckets with samples as if each were one sample with the bucket's first hash. */
    SortedHashes sorted() {
        int[] filled = IntStream.range(0, samples.length)
                .filter(bucket -> samples[bucket] > 0)
                .toArray();
        return new SortedHashes(
                Arrays.stream(filled).mapToLong(HashBuckets::firstHash).toArray(),
                Arrays.stream(filled).mapToLong(bucket -> weights[bucket]).toArray(),
                Arrays.stream(filled).mapToLong(bucket -> samples[bucket]).toArray());
    }

    private static long firstHash(int bucket) {
        return ((long) bucket << (Long.SIZE - BITS)) ^ Long.MIN_VALUE;
    }
}
