package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.SplitRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Divides every class by the same shares: its samples, in the order of a hash of their ids, fill one split after the other. Where a share
 * is no whole number of samples, it is rounded up or down by a draw that all of the class's samples decide, so that classes of few
 * samples, and nights that bring few, give every split its share on average. A sample of several classes counts for the first.
 *
 * <p>Samples that are published already stay where they are, and do not count.
 */
final class Stratification {
    private final SplitRule.Hashed rule;

    Stratification(SplitRule.Hashed rule) {
        this.rule = rule;
    }

    /** What is known of a class: its samples, and all their hashes together. */
    private record Size(long samples, long hashes) implements Serializable {
        static final Size NONE = new Size(0, 0);

        Size plus(Size other) {
            return new Size(samples + other.samples, hashes ^ other.hashes);
        }

        /** In [0, 1). */
        double rounding() {
            return (hashes >>> 11) * 0x1.0p-53;
        }
    }

    /** The same inputs, where the keys of those that become samples name other splits. */
    JavaPairRDD<byte[], byte[]> divided(JavaPairRDD<byte[], byte[]> inputs) {
        SplitRule.Hashed hashed = rule;
        JavaPairRDD<String, Long> hashes = inputs.filter(Stratification::isSample)
                .mapToPair(pair -> new Tuple2<>(className(pair), hash(hashed, SampleKey.ofBytes(pair._1()))))
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        Map<String, long[]> cuts = cuts(hashes);
        hashes.unpersist(false);
        List<String> splits = rule.shares().names();
        return inputs.mapToPair(pair -> {
            if (!isSample(pair)) {
                return pair;
            }
            SampleKey key = SampleKey.ofBytes(pair._1());
            String split = splits.get(passed(cuts.getOrDefault(className(pair), new long[0]), hash(hashed, key)));
            return new Tuple2<>(new SampleKey(split, key.hash(), key.source()).toBytes(), pair._2());
        });
    }

    private static boolean isSample(Tuple2<byte[], byte[]> pair) {
        return !UnitDecoder.isSummary(pair) && DecodedInput.isAccepted(pair._2());
    }

    private static String className(Tuple2<byte[], byte[]> pair) {
        List<String> names = DecodedInput.classNames(pair._2());
        return names.isEmpty() ? "" : names.get(0);
    }

    /** Ordered as a signed number. */
    private static long hash(SplitRule.Hashed rule, SampleKey key) {
        return rule.hash(key.source()) ^ Long.MIN_VALUE;
    }

    private static int passed(long[] cuts, long hash) {
        int split = 0;
        while (split < cuts.length && hash >= cuts[split]) {
            split++;
        }
        return split;
    }

    /** Of each class the smallest hash that does not belong to each split, nor to those before it. */
    private Map<String, long[]> cuts(JavaPairRDD<String, Long> hashes) {
        Map<String, Size> sizes = hashes.aggregateByKey(
                        Size.NONE, (size, hash) -> size.plus(new Size(1, hash)), Size::plus)
                .collectAsMap();
        Map<String, long[]> cuts = new HashMap<>();
        Map<Cut, RankSearch> searches = new HashMap<>();
        sizes.forEach((name, size) -> {
            long[] ends = rule.shares().ends(size.samples(), size.rounding());
            long[] ofClass = new long[ends.length];
            for (int split = 0; split < ends.length; split++) {
                ofClass[split] = ends[split] == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
                if (ends[split] > 0 && ends[split] < size.samples()) {
                    searches.put(new Cut(name, split), RankSearch.of(ends[split], size.samples()));
                }
            }
            cuts.put(name, ofClass);
        });
        while (!searches.isEmpty()) {
            search(hashes, Map.copyOf(searches)).forEach((cut, search) -> {
                OptionalLong number = search.number();
                if (number.isPresent()) {
                    cuts.getOrDefault(cut.className(), new long[0])[cut.split()] = number.getAsLong();
                    searches.remove(cut);
                } else {
                    searches.put(cut, search.wider());
                }
            });
        }
        return cuts;
    }

    private record Cut(String className, int split) implements Serializable {}

    /** Each task looks for all, among its own numbers. */
    private static Map<Cut, RankSearch> search(JavaPairRDD<String, Long> hashes, Map<Cut, RankSearch> searches) {
        return hashes.mapPartitionsToPair(some -> {
                    Map<String, List<RankSearch>> ofClasses = new HashMap<>();
                    List<Tuple2<Cut, RankSearch>> own = new ArrayList<>();
                    searches.forEach((cut, search) -> {
                        RankSearch unseen = search.unseen();
                        own.add(new Tuple2<>(cut, unseen));
                        ofClasses
                                .computeIfAbsent(cut.className(), name -> new ArrayList<>())
                                .add(unseen);
                    });
                    some.forEachRemaining(pair ->
                            ofClasses.getOrDefault(pair._1(), List.of()).forEach(search -> search.add(pair._2())));
                    return own.iterator();
                })
                .reduceByKey(RankSearch::merge)
                .collectAsMap();
    }
}
