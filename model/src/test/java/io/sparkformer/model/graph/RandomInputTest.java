package io.sparkformer.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.Distribution.Dropout;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomInputTest {
    private static final int BATCH = 6;
    private static final int ELEMENTS = 11;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void fill_manyElements_dropsTheRateAndKeepsTheMean(double rate) {
        RandomInput mask = new RandomInput("drop", 500, 2000, new Dropout(rate), 1);
        float[] values = filled(mask, LongStream.range(0, 500).toArray());

        double kept = 0;
        for (float value : values) {
            assertThat(value == 0 || value == (float) (1 / (1 - rate))).isTrue();
            kept += value == 0 ? 0 : 1;
        }
        // Five standard deviations of a million independent draws.
        assertThat(kept / values.length).isCloseTo(1 - rate, within(5 * Math.sqrt(rate * (1 - rate) / values.length)));
    }

    /** Dropping whole samples looks at one element of each key only. */
    @Test
    void fill_oneElementPerSample_dropsTheRate() {
        int samples = 200_000;
        RandomInput mask = new RandomInput("drop_path", samples, 1, new Dropout(0.3), 4);
        float[] values = filled(mask, LongStream.range(0, samples).toArray());

        long dropped = IntStream.range(0, samples).filter(i -> values[i] == 0).count();
        assertThat(dropped / (double) samples).isCloseTo(0.3, within(5 * Math.sqrt(0.21 / samples)));
    }

    @Property(tries = 100)
    void fill_samplesPermuted_permutesTheirParts(@ForAll long seed) {
        List<Integer> order =
                new java.util.ArrayList<>(IntStream.range(0, BATCH).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        RandomInput mask = new RandomInput("drop", BATCH, ELEMENTS, new Dropout(0.5), 2);
        long[] keys = keys(seed, BATCH);
        float[] straight = filled(mask, keys);

        float[] permuted =
                filled(mask, order.stream().mapToLong(sample -> keys[sample]).toArray());

        for (int place = 0; place < BATCH; place++) {
            assertThat(part(permuted, place)).isEqualTo(part(straight, order.get(place)));
        }
    }

    @Property(tries = 50)
    void fill_sampleAloneInItsBatch_hasTheSamePart(@ForAll long seed) {
        long[] keys = keys(seed, BATCH);
        float[] together = filled(new RandomInput("drop", BATCH, ELEMENTS, new Dropout(0.5), 2), keys);

        float[] alone = filled(new RandomInput("drop", 1, ELEMENTS, new Dropout(0.5), 2), new long[] {keys[3]});

        assertThat(alone).isEqualTo(part(together, 3));
    }

    @Test
    void fill_otherSaltOrKey_hasUnrelatedParts() {
        long[] keys = keys(1, 1);
        float[] values = filled(new RandomInput("a", 1, 10_000, new Dropout(0.5), 1), keys);

        assertThat(agreement(values, filled(new RandomInput("b", 1, 10_000, new Dropout(0.5), 2), keys)))
                .isCloseTo(0.5, within(0.025));
        assertThat(agreement(values, filled(new RandomInput("a", 1, 10_000, new Dropout(0.5), 1), keys(2, 1))))
                .isCloseTo(0.5, within(0.025));
    }

    /** Moments and shares below some quantiles, within five standard deviations of so many draws. */
    @Test
    void fill_normal_isStandardNormal() {
        int count = 400_000;
        float[] values = filled(new RandomInput("z", 4, count / 4, Distribution.NORMAL, 1), keys(3, 4));

        assertThat(mean(values, x -> x)).isCloseTo(0, within(5 / Math.sqrt(count)));
        assertThat(mean(values, x -> x * x)).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
        assertThat(mean(values, x -> x < 1 ? 1 : 0)).isCloseTo(0.841345, within(5 * 0.37 / Math.sqrt(count)));
    }

    /** The index of the largest of logits with such draws added is one of their softmax. */
    @Test
    void fill_gumbel_drawsFromTheSoftmax() {
        int draws = 200_000;
        double[] logits = {0.5, -1, 2};
        double total = Arrays.stream(logits).map(Math::exp).sum();
        float[] values = filled(new RandomInput("g", draws, 3, Distribution.GUMBEL, 1), keys(5, draws));
        int[] counts = new int[3];
        for (int draw = 0; draw < draws; draw++) {
            int best = 0;
            for (int i = 1; i < 3; i++) {
                best = values[draw * 3 + i] + logits[i] > values[draw * 3 + best] + logits[best] ? i : best;
            }
            counts[best]++;
        }

        for (int i = 0; i < 3; i++) {
            double share = Math.exp(logits[i]) / total;
            assertThat(counts[i] / (double) draws).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / draws)));
        }
    }

    private static double mean(float[] values, DoubleUnaryOperator of) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> of.applyAsDouble(values[i]))
                .average()
                .orElseThrow();
    }

    private static double agreement(float[] left, float[] right) {
        return IntStream.range(0, left.length).filter(i -> left[i] == right[i]).count() / (double) left.length;
    }

    private static long[] keys(long seed, int count) {
        return LongStream.range(0, count)
                .map(sample -> CounterRandom.key(seed, sample))
                .toArray();
    }

    private static float[] filled(RandomInput mask, long[] keys) {
        float[] values = new float[mask.length()];
        Arrays.fill(values, Float.NaN);
        mask.fill(keys, values);
        return values;
    }

    private static float[] part(float[] values, int sample) {
        return Arrays.copyOfRange(values, sample * ELEMENTS, (sample + 1) * ELEMENTS);
    }
}
