package io.sparkformer.data.manifest;

import java.util.List;

/**
 * One split: its samples are numbered from 0 through its shards in their order.
 *
 * @param name such as train
 * @param samples in all shards
 * @param shards in order, without gaps
 * @param samplesPerClass one number per class of the manifest; where samples may have several labels, each counts
 */
public record SplitManifest(String name, long samples, List<ShardEntry> shards, List<Long> samplesPerClass) {
    /** Checks that the numbers agree. */
    public SplitManifest {
        shards = List.copyOf(shards);
        samplesPerClass = List.copyOf(samplesPerClass);
        long next = 0;
        for (ShardEntry shard : shards) {
            if (shard.firstSample() != next || shard.records() < 0) {
                throw new IllegalArgumentException("split " + name + ": shard " + shard.file() + " begins at sample "
                        + shard.firstSample() + ", expected " + next);
            }
            next += shard.records();
        }
        if (next != samples) {
            throw new IllegalArgumentException(
                    "split " + name + " says " + samples + " samples, its shards hold " + next);
        }
    }

    /** Checks that there are as many labels as the samples can have. */
    void requireLabels(int maxLabels) {
        long labels = samplesPerClass.stream().mapToLong(Long::longValue).sum();
        if (labels < samples || labels > samples * maxLabels) {
            throw new IllegalArgumentException("split " + name + " says " + samples + " samples with 1 to " + maxLabels
                    + " labels each, its classes count " + labels);
        }
    }
}
