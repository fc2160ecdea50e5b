package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.jobs.prepare.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.stat.Statistics;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class RankCorrelationTest {
    private static final int PAIRS = 400;

    /** Many ties in both, and few; against MLlib's. */
    @Test
    void of_numbersWithTies_sameAsMllib() {
        for (int different : List.of(3, 50, 1_000_000)) {
            List<Tuple2<Float, Float>> pairs = pairs(different);

            assertThat(RankCorrelation.of(spark().parallelizePairs(pairs, 5)))
                    .isNotNull()
                    .isCloseTo(mllib(pairs, "spearman"), within(1e-12))
                    .isNotCloseTo(0, within(0.1));
        }
    }

    @Test
    void of_anyDivision_sameBits() {
        List<Tuple2<Float, Float>> pairs = pairs(50);
        Double whole = RankCorrelation.of(spark().parallelizePairs(pairs, 1));

        assertThat(RankCorrelation.of(spark().parallelizePairs(pairs, 7))).isEqualTo(whole);
    }

    /** By hand: the ranks are 1.5, 1.5, 3 and 2, 1, 3. */
    @Test
    void of_zerosOfBothSigns_areEqual() {
        List<Tuple2<Float, Float>> pairs = List.of(new Tuple2<>(-0f, 4f), new Tuple2<>(0f, 3f), new Tuple2<>(5f, 9f));

        assertThat(RankCorrelation.of(spark().parallelizePairs(pairs, 2))).isCloseTo(Math.sqrt(3) / 2, within(1e-15));
    }

    @Test
    void of_oneNumberOnly_isNotDefined() {
        List<Tuple2<Float, Float>> pairs = List.of(new Tuple2<>(1f, 4f), new Tuple2<>(1f, 3f));

        assertThat(RankCorrelation.of(spark().parallelizePairs(pairs, 2))).isNull();
    }

    @Test
    void moments_anyNumbers_sameAsMllib() {
        List<Tuple2<Float, Float>> pairs = pairs(1_000_000);
        Moments moments = Moments.ZERO;
        double squares = 0;
        for (Tuple2<Float, Float> pair : pairs) {
            moments = moments.plus(Moments.of(pair._1(), pair._2()));
            squares += Math.pow((double) pair._1() - pair._2(), 2);
        }

        assertThat(moments.correlation()).isNotNull().isCloseTo(mllib(pairs, "pearson"), within(1e-12));
        assertThat(moments.meanSquaredDifference()).isCloseTo(squares / PAIRS, within(1e-9));
    }

    /** Sums of doubles would lose all digits of what differs. */
    @Test
    void moments_smallDifferencesOfLargeNumbers_exact() {
        Moments moments =
                Moments.of(1e9, 1e9 + 1).plus(Moments.of(1e9 + 1, 1e9)).plus(Moments.of(1e9 + 2, 1e9 + 2));

        assertThat(moments.correlation()).isEqualTo(0.5);
        assertThat(moments.meanSquaredDifference()).isEqualTo(2 / 3.0);
        assertThat(Moments.of(1, 2).correlation()).isNull();
    }

    /** The second grows with the first, noisily. */
    private static List<Tuple2<Float, Float>> pairs(int different) {
        Random random = new Random(different);
        List<Tuple2<Float, Float>> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            int number = random.nextInt(different);
            pairs.add(new Tuple2<>(number / 8f, (number / 2 + random.nextInt(different)) / 4f - 1));
        }
        return pairs;
    }

    private static double mllib(List<Tuple2<Float, Float>> pairs, String method) {
        JavaDoubleRDD first = spark().parallelizeDoubles(
                        pairs.stream().map(pair -> (double) pair._1()).toList(), 3);
        JavaDoubleRDD second = spark().parallelizeDoubles(
                        pairs.stream().map(pair -> (double) pair._2()).toList(), 3);
        return Statistics.corr(first.srdd(), second.srdd(), method);
    }

    private static JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    }
}
