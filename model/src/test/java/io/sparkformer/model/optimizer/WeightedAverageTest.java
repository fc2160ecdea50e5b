package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightedAverageTest {
    @Test
    void of_threeWorkers_isTheWeightedMean() {
        float[] average = WeightedAverage.of(
                List.of(new float[] {1, 10}, new float[] {2, 20}, new float[] {4, -40}), new double[] {1, 2, 1});

        assertThat(average).containsExactly(2.25f, 2.5f);
    }

    /** What no worker has changed must not change, not even the sign of a zero. */
    @Test
    void of_equalValues_keepsAllBits() {
        float[] values = {-0.0f, 0.0f, Float.MIN_VALUE, -Float.MAX_VALUE, 0.1f};

        float[] average = WeightedAverage.of(List.of(values, values, values), new double[] {3, 7, 0.1});

        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(average[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    @Property(tries = 300)
    void of_anyValues_isTheExactMeanRoundedOnce(
            @ForAll @Size(min = 1, max = 9) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values,
            @ForAll @Size(9) List<@Scale(6) @DoubleRange(min = 1e-3, max = 1e6) Double> weights) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        double magnitude = 0;
        for (int i = 0; i < values.size(); i++) {
            BigDecimal weight = new BigDecimal(weights.get(i));
            sum = sum.add(weight.multiply(new BigDecimal(values.get(i))));
            total = total.add(weight);
            magnitude = Math.max(magnitude, Math.abs(values.get(i)));
        }
        double exact = sum.divide(total, MathContext.DECIMAL128).doubleValue();

        float average = WeightedAverage.of(
                values.stream().map(value -> new float[] {value}).toList(),
                weights.stream()
                        .limit(values.size())
                        .mapToDouble(Double::doubleValue)
                        .toArray())[0];

        assertThat(Math.abs(average - exact)).isLessThanOrEqualTo(0.5 * Math.ulp(average) + 1e-14 * magnitude);
    }

    @Property(tries = 300)
    void of_equalValues_isThatValueExactly(
            @ForAll float value,
            @ForAll @Size(min = 1, max = 16) List<@Scale(6) @DoubleRange(min = 1e-6, max = 1e6) Double> weights) {
        List<float[]> values =
                weights.stream().map(weight -> new float[] {value}).toList();

        assertThat(WeightedAverage.of(
                        values,
                        weights.stream().mapToDouble(Double::doubleValue).toArray()))
                .containsExactly(value);
    }

    @Property(tries = 60)
    void of_anyLength_isTheNaiveSumInWorkerOrderBitForBit(
            @ForAll @IntRange(min = 0, max = 20_000) int length, @ForAll @IntRange(min = 1, max = 5) int workers) {
        List<float[]> values = LongStream.range(0, workers)
                .mapToObj(worker -> Vectors.normal(length, worker))
                .toList();
        double[] weights = LongStream.range(0, workers)
                .mapToDouble(worker -> 1 + worker * 0.3)
                .toArray();

        float[] expected = new float[length];
        for (int i = 0; i < length; i++) {
            double sum = 0;
            double total = 0;
            for (int worker = 0; worker < workers; worker++) {
                sum += weights[worker] * values.get(worker)[i];
                total += weights[worker];
            }
            expected[i] = (float) (sum / total);
        }

        assertThat(WeightedAverage.of(values, weights)).isEqualTo(expected);
    }

    @Test
    void of_cancellingValues_keepsWhatSinglePrecisionWouldLose() {
        List<float[]> values = List.of(new float[] {1e8f}, new float[] {1}, new float[] {-1e8f});

        assertThat(WeightedAverage.of(values, new double[] {1, 1, 1})).containsExactly(1 / 3f);
    }

    @Test
    void of_weightZero_hasNoInfluence() {
        List<float[]> values = List.of(new float[] {Float.NaN}, new float[] {3}, new float[] {Float.POSITIVE_INFINITY});

        assertThat(WeightedAverage.of(values, new double[] {0, 7, 0})).containsExactly(3);
    }

    @Test
    void of_weightsThatMakeNoSense_areRefused() {
        List<float[]> two = List.of(new float[] {1}, new float[] {2});

        assertRefused(two, new double[] {0, 0}, "nothing to average");
        assertRefused(two, new double[] {2, -1}, "weight of worker 1 = -1.0");
        assertRefused(two, new double[] {Double.NaN, 1}, "weight of worker 0 = NaN");
        assertRefused(two, new double[] {1}, "2 arrays with 1 weights");
        assertRefused(List.of(), new double[0], "nothing to average");
        assertRefused(List.of(new float[2], new float[3]), new double[] {1, 1}, "worker 1");
    }

    private static void assertRefused(List<float[]> values, double[] weights, String message) {
        assertThatThrownBy(() -> WeightedAverage.of(values, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
