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
    private static ShardPlan plan(long[] hashes, long capacity) {
        return ShardPlan.of(new TreeMap<>(Map.of("train", SortedHashes.ofEqualWeights(hashes))), capacity);
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
        ShardPlan plan = plan(hashes, shardRecords);

        ShardPartitioner partitioner = new ShardPartitioner(plan);
        long[] records = new long[plan.partitions()];
        keys.forEach(key -> records[partitioner.getPartition(key.toBytes())]++);

        long next = 0;
        for (ShardPlan.Shard shard : plan.shards()) {
            assertThat(records[shard.number()]).isEqualTo(shard.samples());
            boolean last = shard.number() == plan.shards().size() - 1;
            assertThat(shard.samples()).isLessThanOrEqualTo(shardRecords).isPositive();
            assertThat(last || shard.samples() == shardRecords).isTrue();
            next += shard.samples();
        }
        assertThat(next).isEqualTo(keys.size());
        assertThat(records[plan.partitions() - 1]).isZero();
    }

    @Test
    void plan_equalHashesAtTheCut_stayTogether() {
        ShardPlan plan = plan(new long[] {1, 2, 2, 2, 3}, 2);
        assertThat(plan.shards()).extracting(ShardPlan.Shard::samples).containsExactly(4L, 1L);
        assertThat(plan.shards()).extracting(ShardPlan.Shard::firstHash).containsExactly(Long.MIN_VALUE, 3L);
    }

    @Test
    void partitioner_keyBelowAllSamples_goesToTheFirstShardOfItsSplit() {
        SortedMap<String, SortedHashes> splits = splits(new long[] {5, 6}, new long[] {7});
        ShardPartitioner partitioner = new ShardPartitioner(ShardPlan.of(splits, 1));
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
        ShardPlan plan = ShardPlan.of(splits(new long[] {5, 6, 7}, new long[] {1}), 2);
        assertThat(plan.shards())
                .containsExactlyElementsOf(Arrays.asList(
                        new ShardPlan.Shard(0, "a", Long.MIN_VALUE, 2),
                        new ShardPlan.Shard(1, "a", 7, 1),
                        new ShardPlan.Shard(2, "b", Long.MIN_VALUE, 1)));
        assertThat(plan.partitions()).isEqualTo(4);
    }

    private static SortedMap<String, SortedHashes> splits(long[] first, long[] second) {
        return new TreeMap<>(Map.of("a", SortedHashes.ofEqualWeights(first), "b", SortedHashes.ofEqualWeights(second)));
    }

    @Test
    void plan_weights_cutWhereTheyFillAShard() {
        Hashes hashes = new Hashes();
        long[] values = {4, -3, 2, 1, 5};
        int[] weights = {1, 7, 1, 1, 9};
        for (int i = 0; i < values.length; i++) {
            hashes.add(values[i], weights[i]);
        }

        ShardPlan plan = ShardPlan.of(new TreeMap<>(Map.of("train", hashes.sorted())), 3);

        assertThat(plan.shards()).extracting(ShardPlan.Shard::samples).containsExactly(1L, 3L, 1L);
        assertThat(plan.shards()).extracting(ShardPlan.Shard::firstHash).containsExactly(Long.MIN_VALUE, 1L, 5L);
    }

    @Property(tries = 100)
    void hashes_anyWeights_sortedLikePairs(@ForAll @Size(max = 50) List<Long> values, @ForAll boolean weighted) {
        Hashes hashes = new Hashes();
        Hashes others = new Hashes();
        for (int i = 0; i < values.size(); i++) {
            (i % 2 == 0 ? hashes : others)
                    .add(values.get(i), weighted ? values.get(i).hashCode() & 3 : 1);
        }
        hashes.addAll(others);

        SortedHashes sorted = hashes.sorted();

        assertThat(sorted.hashes())
                .containsExactly(
                        values.stream().mapToLong(Long::longValue).sorted().toArray());
        for (int i = 0; i < sorted.hashes().length; i++) {
            assertThat(sorted.weight(i)).isEqualTo(weighted ? Long.hashCode(sorted.hashes()[i]) & 3 : 1);
        }
    }
}
