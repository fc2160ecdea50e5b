package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.jobs.report.AveragePrecisionTable;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    /** The example in scikit-learn's documentation of average_precision_score. */
    @Test
    void of_documentedExample_isScikitLearns() {
        assertThat(of(new double[] {0.1, 0.4, 0.35, 0.8}, false, false, true, true))
                .isCloseTo(0.8333333333333333, within(1e-15));
    }

    @Test
    void of_perfectAndWorstOrder_areKnown() {
        assertThat(of(new double[] {0.9, 0.8, 0.2}, true, true, false)).isEqualTo(1);
        assertThat(of(new double[] {0.2, 0.8, 0.9}, true, false, false)).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void of_allScoresEqual_isTheShareOfPositives() {
        assertThat(of(new double[] {0.5, 0.5, 0.5, 0.5}, true, false, false, false))
                .isEqualTo(0.25);
        assertThat(of(new double[] {0.5, 0.5, 0.5, 0.5}, false, false, false, true))
                .isEqualTo(0.25);
    }

    @Test
    void of_noPositives_isNoNumber() {
        assertThat(of(new double[] {0.1, 0.2}, false, false)).isNaN();
        assertThat(new MultiLabelEvaluation(
                                new Evaluation(1, 1, 1, 1),
                                List.of(
                                        new AveragePrecisionTable.Row("a", 0, null),
                                        new AveragePrecisionTable.Row("b", 2, 0.25),
                                        new AveragePrecisionTable.Row("c", 1, 0.75)))
                        .meanAveragePrecision())
                .hasValue(0.5);
    }

    /** Few different scores, so that there are ties; the ends 0 and 1 among them. */
    @Property(tries = 300)
    void of_anyScores_isTheSumOverThresholds(@ForAll @IntRange(min = 1, max = 60) int samples, @ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = random.ints(samples, 0, 9).mapToDouble(i -> i / 8.0).toArray();
        boolean[] truth = new boolean[samples];
        IntStream.range(0, samples).forEach(i -> truth[i] = random.nextInt(3) == 0);
        truth[random.nextInt(samples)] = true;

        assertThat(of(scores, truth)).isCloseTo(naive(scores, truth), within(1e-12));
    }

    /** By its definition: precision and recall counted anew at every threshold. */
    private static double naive(double[] scores, boolean[] truth) {
        TreeSet<Double> thresholds = new TreeSet<>();
        for (double score : scores) {
            thresholds.add(score);
        }
        double positives =
                IntStream.range(0, truth.length).filter(i -> truth[i]).count();
        double sum = 0;
        double recallBefore = 0;
        for (double threshold : thresholds.descendingSet()) {
            double taken = IntStream.range(0, scores.length)
                    .filter(i -> scores[i] >= threshold)
                    .count();
            double right = IntStream.range(0, scores.length)
                    .filter(i -> scores[i] >= threshold && truth[i])
                    .count();
            sum += (right / positives - recallBefore) * right / taken;
            recallBefore = right / positives;
        }
        return sum;
    }

    @Test
    void packed_whatIsNoProbability_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AveragePrecision.packed(Float.NaN, true))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> AveragePrecision.packed(1.01f, true));
        assertThat(AveragePrecision.packed(-0f, false)).isEqualTo(AveragePrecision.packed(0f, false));
    }

    private static double of(double[] scores, boolean... truth) {
        return AveragePrecision.of(IntStream.range(0, scores.length)
                .map(i -> AveragePrecision.packed((float) scores[i], truth[i]))
                .toArray());
    }
}
