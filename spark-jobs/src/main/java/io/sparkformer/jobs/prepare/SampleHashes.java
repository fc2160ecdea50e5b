package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a split's samples to cut it into shards. Where shards must be full, as those of images, it is the hash of each
 * sample, 8 bytes. Otherwise it is so up to {@value #MOST_LISTED} samples (12 bytes); of more they are counted by the first bits of their
 * hashes, so that neither the driver's memory nor what tasks send it grows with the corpus. Which of the two it is depends on the number
 * of samples alone, and not on how they came together.
 */
final class SampleHashes implements Serializable {
    private static final long serialVersionUID = 1L;

    /** More samples than this are counted. */
    static final int MOST_LISTED = 1 << 19;

    private final boolean exact;
    private Hashes listed = new Hashes();
    private @Nullable HashBuckets counted;
    private long samples;

    /**
     * Of no samples.
     *
     * @param exact whether shards must be full
     */
    SampleHashes(boolean exact) {
        this.exact = exact;
    }

    void add(long hash, int weight) {
        samples++;
        if (counted == null) {
            listed.add(hash, weight);
            countIfMany();
        } else {
            counted.add(hash, weight);
        }
    }

    void addAll(SampleHashes other) {
        samples += other.samples;
        if (counted == null && other.counted == null) {
            listed.addAll(other.listed);
            countIfMany();
            return;
        }
        HashBuckets all = counted();
        if (other.counted == null) {
            other.listed.forEach(all::add);
        } else {
            all.addAll(other.counted);
        }
    }

    private void countIfMany() {
        if (!exact && samples > MOST_LISTED) {
            counted();
        }
    }

    private HashBuckets counted() {
        HashBuckets buckets = counted;
        if (buckets == null) {
            buckets = new HashBuckets();
            listed.forEach(buckets::add);
            listed = new Hashes();
            counted = buckets;
        }
        return buckets;
    }

    long size() {
        return samples;
    }

    SortedHashes sorted() {
        return counted == null ? listed.sorted() : counted.sorted();
    }
}
