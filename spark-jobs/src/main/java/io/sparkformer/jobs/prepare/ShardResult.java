package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.manifest.ShardEntry;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a writing task did.
 *
 * @param split of the shard; empty if the partition has none
 * @param entry the published shard, as if it were the split's first; null if the partition has none
 * @param samples images or documents that it was made of
 * @param rejected written to the quarantine
 * @param fingerprints of its samples; null where duplicates stay
 * @param samplesPerClass of the shard, by label
 * @param statistics of the shard's records
 */
record ShardResult(
        String split,
        @Nullable ShardEntry entry,
        long samples,
        long rejected,
        @Nullable FingerprintEntry fingerprints,
        long[] samplesPerClass,
        ShardStatistics statistics)
        implements Serializable {}
