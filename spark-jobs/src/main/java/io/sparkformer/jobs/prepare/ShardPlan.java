package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which samples form which shard: the sorted samples of a split are cut every {@code shardRecords}, so that all shards
 * but a split's last are full and begin with a whole block. How many shards there are follows from the samples and the
 * configuration alone.
 *
 * @param shards in the order of splits, and in a split in that of its samples
 */
record ShardPlan(List<Shard> shards) implements Serializable {
    /** Copies the list. */
    ShardPlan {
        shards = List.copyOf(shards);
    }

    /**
     * One shard.
     *
     * @param number its place in the plan, which is also its partition
     * @param split its split
     * @param firstHash the smallest hash that belongs to it, see {@link SampleKey#hash}
     * @param firstSample the number of its first sample in the split
     * @param records how many samples
     */
    record Shard(int number, String split, long firstHash, long firstSample, long records) implements Serializable {}

    /**
     * Makes the plan.
     *
     * @param hashes of each split, ascending
     * @param shardRecords samples of a full shard
     * @param samplesBefore how many samples a split has already; splits that are not named have none
     */
    static ShardPlan of(SortedMap<String, long[]> hashes, long shardRecords, Map<String, Long> samplesBefore) {
        List<Shard> shards = new ArrayList<>();
        hashes.forEach((split, sorted) -> {
            long before = samplesBefore.getOrDefault(split, 0L);
            int begin = 0;
            while (begin < sorted.length) {
                int end = endOfShard(sorted, begin, shardRecords);
                // The first shard also takes the rejections with smaller hashes.
                long firstHash = begin == 0 ? Long.MIN_VALUE : sorted[begin];
                shards.add(new Shard(shards.size(), split, firstHash, before + begin, end - begin));
                begin = end;
            }
        });
        return new ShardPlan(shards);
    }

    /** Equal hashes cannot be told apart by the partitioner, so a cut never separates them. */
    private static int endOfShard(long[] sorted, int begin, long shardRecords) {
        int end = (int) Math.min(sorted.length, begin + shardRecords);
        while (end < sorted.length && sorted[end] == sorted[end - 1]) {
            end++;
        }
        return end;
    }

    /** One partition more than shards: it takes the rejections of splits without a shard. */
    int partitions() {
        return shards.size() + 1;
    }
}
