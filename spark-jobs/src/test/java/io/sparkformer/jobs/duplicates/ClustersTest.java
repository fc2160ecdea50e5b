package io.sparkformer.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.prepare.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private static final StructType PAIR =
            new StructType().add("greater", DataTypes.LongType, false).add("smaller", DataTypes.LongType, false);

    private static Map<Long, Long> clusters(List<long[]> pairs) {
        List<Row> rows = pairs.stream()
                .map(pair -> RowFactory.create(Math.max(pair[0], pair[1]), Math.min(pair[0], pair[1])))
                .toList();
        Map<Long, Long> found = new TreeMap<>();
        new Clusters(Dataset::localCheckpoint)
                .of(LocalSpark.session().createDataFrame(rows, PAIR))
                .collectAsList()
                .forEach(row ->
                        assertThat(found.put(row.getLong(0), row.getLong(1))).isNull());
        return found;
    }

    /** One document after another, until nothing changes. */
    private static Map<Long, Long> expected(List<long[]> pairs) {
        Map<Long, Long> least = new TreeMap<>();
        pairs.forEach(pair -> {
            least.put(pair[0], pair[0]);
            least.put(pair[1], pair[1]);
        });
        for (boolean changed = true; changed; ) {
            changed = false;
            for (long[] pair : pairs) {
                long smallest = Math.min(
                        least.getOrDefault(pair[0], Long.MAX_VALUE), least.getOrDefault(pair[1], Long.MAX_VALUE));
                for (long node : pair) {
                    changed |= least.put(node, smallest) != smallest;
                }
            }
        }
        least.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        return least;
    }

    @Test
    void of_randomPairs_areTheConnectedComponents() {
        Random random = new Random(6);
        for (int round = 0; round < 2; round++) {
            List<long[]> pairs = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                long left = random.nextLong(-40, 40);
                long right = random.nextLong(-40, 40);
                if (left != right) {
                    pairs.add(new long[] {left, right});
                }
            }
            assertThat(clusters(pairs)).isEqualTo(expected(pairs));
        }
    }

    @Test
    void of_aLongChain_isOneCluster() {
        List<long[]> pairs = new ArrayList<>();
        for (long i = 0; i < 20; i++) {
            // The way to the smallest goes up and down.
            pairs.add(new long[] {i * 5 % 21, (i + 1) * 5 % 21});
        }
        assertThat(clusters(pairs))
                .hasSize(20)
                .allSatisfy((node, least) -> assertThat(least).isZero());
    }

    @Test
    void of_noPairs_isNothing() {
        assertThat(clusters(List.of())).isEmpty();
    }
}
