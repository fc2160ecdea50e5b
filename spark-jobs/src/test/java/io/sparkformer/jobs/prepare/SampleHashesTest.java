package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However samples come together, they are cut into the same shards. */
class SampleHashesTest {
    private static final long CAPACITY = 100_000;

    private static SampleHashes of(boolean exact, int from, int to) {
        SampleHashes hashes = new SampleHashes(exact);
        for (int i = from; i < to; i++) {
            hashes.add(SampleKey.hashOf("sample " + i), 1 + i % 7);
        }
        return hashes;
    }

    private static SampleHashes merged(boolean exact, int samples, int parts, long seed) {
        List<SampleHashes> reports = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            reports.add(of(exact, (int) ((long) samples * part / parts), (int) ((long) samples * (part + 1) / parts)));
        }
        Collections.shuffle(reports, new Random(seed));
        SampleHashes merged = new SampleHashes(exact);
        reports.forEach(merged::addAll);
        return merged;
    }

    private static ShardPlan plan(SampleHashes hashes) {
        return ShardPlan.of(new TreeMap<>(Map.of("train", hashes.sorted())), CAPACITY);
    }

    @ParameterizedTest
    @CsvSource({"true, 600000", "false, 600000", "false, 500000", "false, 524288", "false, 524289", "false, 20"})
    void plan_anyDivisionAndOrder_isTheSame(boolean exact, int samples) {
        ShardPlan expected = plan(of(exact, 0, samples));

        assertThat(plan(merged(exact, samples, 2, 1))).isEqualTo(expected);
        assertThat(plan(merged(exact, samples, 13, 2))).isEqualTo(expected);
        assertThat(expected.shards().stream()
                        .mapToLong(ShardPlan.Shard::samples)
                        .sum())
                .isEqualTo(samples);
    }

    /** Of many samples shards are as full as a bucket's weight allows. */
    @ParameterizedTest
    @CsvSource({"true, 600000", "false, 600000"})
    void plan_manySamples_fillsShards(boolean exact, int samples) {
        ShardPlan plan = plan(of(exact, 0, samples));
        long weight = LongStream.range(0, samples).map(i -> 1 + i % 7).sum();

        assertThat(plan.shards()).hasSize((int) ((weight + CAPACITY - 1) / CAPACITY));
    }

    /** What the partitioner gives each shard is what the plan says. */
    @ParameterizedTest
    @CsvSource({"true, 600000", "false, 600000"})
    void partitioner_manySamples_givesShardsTheirSamples(boolean exact, int samples) {
        ShardPlan plan = plan(of(exact, 0, samples));
        ShardPartitioner partitioner = new ShardPartitioner(plan);
        long[] counts = new long[plan.partitions()];
        for (int i = 0; i < samples; i++) {
            counts[partitioner.getPartition(SampleKey.of("train", "sample " + i).toBytes())]++;
        }
        assertThat(plan.shards())
                .allSatisfy(shard -> assertThat(counts[shard.number()]).isEqualTo(shard.samples()));
    }
}
