package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Which samples form which shard: the sorted samples of a split are cut where their weights fill a shard. Of images, each
 * of weight 1, all shards but a split's last are full, and begin with a whole block. How many shards there are follows from the samples and the
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
     * @param samples how many
     */
    record Shard(int number, String split, long firstHash, long samples) implements Serializable {}

    /**
     * Makes the plan.
     *
     * @param samples of each split, by ascending hashes
     * @param capacity weight of a full shard
     */
    static ShardPlan of(SortedMap<String, SortedHashes> samples, long capacity) {
        List<Shard> shards = new ArrayList<>();
        samples.forEach((split, sorted) -> {
            long[] hashes = sorted.hashes();
            int begin = 0;
            while (begin < hashes.length) {
                int end = endOfShard(sorted, begin, capacity);
                // The first shard also takes the rejections with smaller hashes.
                long firstHash = begin == 0 ? Long.MIN_VALUE : hashes[begin];
                long count = 0;
                for (int place = begin; place < end; place++) {
                    count += sorted.samples(place);
                }
                shards.add(new Shard(shards.size(), split, firstHash, count));
                begin = end;
            }
        });
        return new ShardPlan(shards);
    }

    /** Equal hashes cannot be told apart by the partitioner, so a cut never separates them. */
    private static int endOfShard(SortedHashes sorted, int begin, long capacity) {
        long[] hashes = sorted.hashes();
        int end = begin;
        long weight = 0;
        while (end < hashes.length && (end == begin || weight < capacity || hashes[end] == hashes[end - 1])) {
            weight += sorted.weight(end);
            end++;
        }
        return end;
    }

    /** One partition more than shards: it takes the rejections of splits without a shard. */
    int partitions() {
        return shards.size() + 1;
    }
}
