package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Wire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Spearman's correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. Ranks are found on the cluster by
 * sorting the different numbers; they are counted twice over, so that they are whole, and the result is exact.
 */
final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * Computes.
     *
     * @param numbers pairs of finite ones
     * @return null where all first or all second numbers are the same
     */
    static @Nullable Double of(JavaPairRDD<Float, Float> numbers) {
        JavaPairRDD<Float, Float> pairs =
                numbers.mapToPair(pair -> new Tuple2<>(pair._1() + 0f, pair._2() + 0f)); // -0 is 0
        JavaPairRDD<Float, Long> secondsByFirst =
                pairs.join(ranks(pairs.keys())).mapToPair(pair -> pair._2()); // (second, rank of the first)
        JavaRDD<Tuple2<Long, Long>> ranked =
                secondsByFirst.join(ranks(pairs.values())).values();
        return Evaluator.sum(ranked.mapPartitions(RankCorrelation::moments), Moments.class)
                .correlation();
    }

    private static Iterator<byte[]> moments(Iterator<Tuple2<Long, Long>> ranks) {
        Moments moments = Moments.ZERO;
        while (ranks.hasNext()) {
            Tuple2<Long, Long> pair = ranks.next();
            moments = moments.plus(Moments.of(pair._1(), pair._2()));
        }
        return List.of(Wire.toBytes(moments)).iterator();
    }

    /** Of each different number twice its mean rank, counted from 0, and one more. */
    private static JavaPairRDD<Float, Long> ranks(JavaRDD<Float> numbers) {
        JavaPairRDD<Float, Long> counts = numbers.mapToPair(number -> new Tuple2<>(number, 1L))
                .reduceByKey(Long::sum)
                .sortByKey();
        List<Long> sizes = counts.values()
                .mapPartitions(part -> List.of(sum(part)).iterator())
                .collect();
        long[] before = new long[sizes.size()];
        for (int part = 1; part < before.length; part++) {
            before[part] = before[part - 1] + sizes.get(part - 1);
        }
        return counts.mapPartitionsWithIndex((part, own) -> ranks(before[part], own), true)
                .mapToPair(rank -> rank);
    }

    private static Long sum(Iterator<Long> counts) {
        long sum = 0;
        while (counts.hasNext()) {
            sum += counts.next();
        }
        return sum;
    }

    private static Iterator<Tuple2<Float, Long>> ranks(long before, Iterator<Tuple2<Float, Long>> counts) {
        List<Tuple2<Float, Long>> ranks = new ArrayList<>();
        long passed = before;
        while (counts.hasNext()) {
            Tuple2<Float, Long> next = counts.next();
            ranks.add(new Tuple2<>(next._1(), 2 * passed + next._2()));
            passed += next._2();
        }
        return ranks.iterator();
    }
}
