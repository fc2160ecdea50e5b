package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
    private static ShardPlan plan(long[] hashes, long shardRecords, long before) {
        SortedMap<String, long[]> splits = new TreeMap<>(Map.of("train", hashes));
        return ShardPlan.of(splits, shardRecords, Map.of("train", before));
    }

    @Property(tries = 200)
    void plan_anySources_partitionerFillsEveryShardAsPlanned(
            @ForAll @Size(min = 1, max = 60) List<String> names,
            @ForAll @IntRange(min = 1, max = 20) int shardRecords) {
        List<SampleKey> keys = names.stream()
                .distinct()
                .map(name -> SampleKey.of("train", name))
                .toList();
        long[] hashes = keys.stream().mapToLong(SampleKey::hash).sorted().toArray();
        ShardPlan plan = plan(hashes, shardRecords, 7);

        ShardPartitioner partitioner = new ShardPartitioner(plan);
        long[] records = new long[plan.partitions()];
        keys.forEach(key -> records[partitioner.getPartition(key.toBytes())]++);

        long next = 7;
        for (ShardPlan.Shard shard : plan.shards()) {
            assertThat(records[shard.number()]).isEqualTo(shard.records());
            assertThat(shard.firstSample()).isEqualTo(next);
            boolean last = shard.number() == plan.shards().size() - 1;
            assertThat(shard.records()).isLessThanOrEqualTo(shardRecords).isPositive();
            assertThat(last || shard.records() == shardRecords).isTrue();
            next += shard.records();
        }
        assertThat(next).isEqualTo(7 + keys.size());
        assertThat(records[plan.partitions() - 1]).isZero();
    }

    @Test
    void plan_equalHashesAtTheCut_stayTogether() {
        ShardPlan plan = plan(new long[] {1, 2, 2, 2, 3}, 2, 0);
        assertThat(plan.shards()).extracting(ShardPlan.Shard::records).containsExactly(4L, 1L);
        assertThat(plan.shards()).extracting(ShardPlan.Shard::firstHash).containsExactly(Long.MIN_VALUE, 3L);
    }

    @Test
    void partitioner_keyBelowAllSamples_goesToTheFirstShardOfItsSplit() {
        SortedMap<String, long[]> splits = new TreeMap<>(Map.of("a", new long[] {5, 6}, "b", new long[] {7}));
        ShardPartitioner partitioner = new ShardPartitioner(ShardPlan.of(splits, 1, Map.of()));
        assertThat(partitioner.getPartition(new SampleKey("a", Long.MIN_VALUE, "x").toBytes()))
                .isEqualTo(0);
        assertThat(partitioner.getPartition(new SampleKey("a", 7, "x").toBytes()))
                .isEqualTo(1);
        assertThat(partitioner.getPartition(new SampleKey("b", -1, "x").toBytes()))
                .isEqualTo(2);
        assertThat(partitioner.getPartition(new SampleKey("c", 0, "x").toBytes()))
                .isEqualTo(3);
        assertThat(partitioner.getPartition(new SampleKey("", 0, "x").toBytes()))
                .isEqualTo(3);
    }

    @Property(tries = 200)
    void keys_bytes_roundTripAndSortLikeSplitHashSource(
            @ForAll("keys") SampleKey left, @ForAll("keys") SampleKey right) {
        assertThat(SampleKey.ofBytes(left.toBytes())).isEqualTo(left);
        int expected = left.split().compareTo(right.split());
        expected = expected != 0 ? expected : Long.compare(left.hash(), right.hash());
        expected = expected != 0 ? expected : left.source().compareTo(right.source());
        int actual = SampleKey.BYTE_ORDER.compare(left.toBytes(), right.toBytes());
        assertThat(Integer.signum(actual)).isEqualTo(Integer.signum(expected));
    }

    @Provide
    Arbitrary<SampleKey> keys() {
        return Combinators.combine(
                        Arbitraries.of("", "test", "train", "train-2"),
                        Arbitraries.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE),
                        Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(3))
                .as(SampleKey::new);
    }

    @Test
    void plan_twoSplits_numbersGoThroughBoth() {
        SortedMap<String, long[]> splits = new TreeMap<>(Map.of("a", new long[] {5, 6, 7}, "b", new long[] {1}));
        ShardPlan plan = ShardPlan.of(splits, 2, Map.of("b", 4L));
        assertThat(plan.shards())
                .containsExactlyElementsOf(Arrays.asList(
                        new ShardPlan.Shard(0, "a", Long.MIN_VALUE, 0, 2),
                        new ShardPlan.Shard(1, "a", 7, 2, 1),
                        new ShardPlan.Shard(2, "b", Long.MIN_VALUE, 4, 1)));
        assertThat(plan.partitions()).isEqualTo(4);
    }
}
