package io.sparkformer.jobs.prepare;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.Partitioner;

/** Sends every sample to the partition of its shard. */
final class ShardPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, int[]> partitionsOfSplits = new HashMap<>();
    private final HashMap<String, long[]> firstHashesOfSplits = new HashMap<>();
    private final int partitions;

    ShardPartitioner(ShardPlan plan) {
        this.partitions = plan.partitions();
        plan.shards().stream()
                .collect(Collectors.groupingBy(ShardPlan.Shard::split))
                .forEach((split, shards) -> {
                    partitionsOfSplits.put(
                            split,
                            shards.stream().mapToInt(ShardPlan.Shard::number).toArray());
                    firstHashesOfSplits.put(
                            split,
                            shards.stream()
                                    .mapToLong(ShardPlan.Shard::firstHash)
                                    .toArray());
                });
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object key) {
        SampleKey sample = SampleKey.ofBytes((byte[]) key);
        long[] firstHashes = firstHashesOfSplits.get(sample.split());
        int[] numbers = partitionsOfSplits.get(sample.split());
        if (firstHashes == null || numbers == null) {
            return partitions - 1;
        }
        int found = Arrays.binarySearch(firstHashes, sample.hash());
        return numbers[found >= 0 ? found : -found - 2];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardPartitioner that
                && partitions == that.partitions
                && sameHashes(firstHashesOfSplits, that.firstHashesOfSplits);
    }

    private static boolean sameHashes(Map<String, long[]> left, Map<String, long[]> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(split -> Arrays.equals(split.getValue(), right.get(split.getKey())));
    }

    @Override
    public int hashCode() {
        return 31 * partitions + firstHashesOfSplits.keySet().hashCode();
    }
}
