package io.sparkformer.model.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are fixed, so that every statistic below is one number and not a matter of luck; limits are about 4 sigma. */
class CounterRandomTest {
    private static final int DRAWS = 1 << 18;

    // Computed apart, in Python.
    private static final long KEY_1_2_3 = 4496639731235012747L;
    private static final float UNIFORM_42_7 = 0.19535154f;
    private static final double GAUSSIAN_42_7 = 1.3122333598430889;

    @Test
    void mix_weylSequence_isSplitMix64() {
        // The reference implementation's first outputs from the seed 1234567.
        String[] reference = {
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821"
        };
        for (int i = 0; i < reference.length; i++) {
            long state = 1234567 + (i + 1) * 0x9E3779B97F4A7C15L;
            assertThat(Long.toUnsignedString(CounterRandom.mix(state))).isEqualTo(reference[i]);
        }
    }

    @Test
    void values_fixedKeys_neverChange() {
        // Changing any of these changes every model ever trained: raise the checkpoint's format version then.
        assertThat(CounterRandom.key(1, 2, 3)).isEqualTo(KEY_1_2_3);
        assertThat(CounterRandom.uniform(42, 7)).isEqualTo(UNIFORM_42_7);
        assertThat(CounterRandom.gaussian(42, 7)).isEqualTo(GAUSSIAN_42_7);
    }

    @Test
    void mix_oneInputBitFlipped_flipsHalfTheOutputBits() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long flipped = 0;
            for (int i = 0; i < 4096; i++) {
                long value = CounterRandom.bits(5, i);
                flipped += Long.bitCount(CounterRandom.mix(value) ^ CounterRandom.mix(value ^ 1L << bit));
            }
            assertThat(flipped / 4096.0).as("bit %s", bit).isCloseTo(32, within(0.3));
        }
    }

    @Test
    void key_partsOfSmallNumbers_areAllDifferent() {
        Set<Long> keys = new HashSet<>();
        for (long seed = -20; seed < 20; seed++) {
            keys.add(CounterRandom.key(seed));
            for (long epoch = 0; epoch < 40; epoch++) {
                keys.add(CounterRandom.key(seed, epoch));
                for (long sample = 0; sample < 40; sample++) {
                    keys.add(CounterRandom.key(seed, epoch, sample));
                }
            }
        }
        assertThat(keys).hasSize(40 + 40 * 40 + 40 * 40 * 40);
    }

    @Property(tries = 300)
    void uniform_anyKey_isAMultipleOfTwoToTheMinus24Below1(@ForAll long key, @ForAll long counter) {
        float value = CounterRandom.uniform(key, counter);

        assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
        assertThat(value * 0x1p24 % 1).isZero();
        assertThat(CounterRandom.uniform(key, counter)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE})
    void uniform_alongCounters_isEvenlySpread(long key) {
        assertMoments(i -> CounterRandom.uniform(key, i), 0.5, 1 / 12.0, 1 / 80.0);
        assertThat(chiSquare(i -> CounterRandom.uniform(key, i))).isBetween(190.0, 350.0); // 255 degrees of freedom
    }

    @Test
    void uniform_alongKeys_isEvenlySpread() {
        assertMoments(i -> CounterRandom.uniform(CounterRandom.key(3, i), 0), 0.5, 1 / 12.0, 1 / 80.0);
        assertThat(chiSquare(i -> CounterRandom.uniform(CounterRandom.key(3, i), 0)))
                .isBetween(190.0, 350.0);
        assertThat(chiSquare(i -> CounterRandom.uniform(i, 0))).isBetween(190.0, 350.0);
    }

    @Test
    void uniform_neighbouringKeysOrCounters_areUncorrelated() {
        assertUncorrelated(i -> CounterRandom.uniform(9, i), i -> CounterRandom.uniform(9, i + 1));
        assertUncorrelated(i -> CounterRandom.uniform(9, i), i -> CounterRandom.uniform(10, i));
        assertUncorrelated(i -> CounterRandom.uniform(i, 0), i -> CounterRandom.uniform(i + 1, 0));
        assertUncorrelated(i -> CounterRandom.uniform(i, 0), i -> CounterRandom.uniform(i, 1));
    }

    @Test
    void bits_everyBit_isSetHalfTheTime() {
        int[] set = new int[Long.SIZE];
        for (int i = 0; i < DRAWS; i++) {
            long bits = CounterRandom.bits(11, i);
            for (int bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) (bits >>> bit & 1);
            }
        }
        for (int count : set) {
            assertThat((double) count / DRAWS).isCloseTo(0.5, within(0.004));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -123456789})
    void gaussian_alongCounters_isStandardNormal(long key) {
        assertMoments(i -> CounterRandom.gaussian(key, i), 0, 1, 3);
        assertThat(share(i -> Math.abs(CounterRandom.gaussian(key, i)) > 1)).isCloseTo(0.31731, within(0.004));
        assertThat(share(i -> Math.abs(CounterRandom.gaussian(key, i)) > 2)).isCloseTo(0.04550, within(0.002));
        assertThat(share(i -> CounterRandom.gaussian(key, i) > 3)).isCloseTo(0.00135, within(0.0003));
        assertUncorrelated(i -> CounterRandom.gaussian(key, i), i -> CounterRandom.gaussian(key, i + 1));
    }

    @Test
    void truncatedGaussian_alongCounters_isNormalWithinTwoDeviations() {
        // Variance 1 - 4 phi(2) / (2 Phi(2) - 1), fourth moment 3 - 28 phi(2) / (2 Phi(2) - 1).
        assertMoments(i -> CounterRandom.truncatedGaussian(1, i), 0, 0.773741, 1.416190);
        assertThat(share(i -> Math.abs(CounterRandom.truncatedGaussian(1, i)) > 2))
                .isZero();
        assertThat(share(i -> Math.abs(CounterRandom.truncatedGaussian(1, i)) > 1.5))
                .isCloseTo(0.09231, within(0.003));
        assertUncorrelated(i -> CounterRandom.truncatedGaussian(1, i), i -> CounterRandom.truncatedGaussian(1, i + 1));
    }

    @Test
    void truncatedGaussian_withinTwoDeviations_isTheGaussian() {
        assertThat(share(i -> CounterRandom.truncatedGaussian(4, i) == CounterRandom.gaussian(4, i)))
                .isCloseTo(0.9545, within(0.002));
    }

    private static double mean(LongToDoubleFunction draw) {
        double sum = 0;
        for (long i = 0; i < DRAWS; i++) {
            sum += draw.applyAsDouble(i);
        }
        return sum / DRAWS;
    }

    private static double share(java.util.function.LongPredicate event) {
        return mean(i -> event.test(i) ? 1 : 0);
    }

    private static void assertMoments(LongToDoubleFunction draw, double mean, double variance, double fourth) {
        double sigma = Math.sqrt(variance / DRAWS);
        assertThat(mean(draw)).isCloseTo(mean, within(4 * sigma));
        double sigmaOfSquare = Math.sqrt((fourth - variance * variance) / DRAWS);
        assertThat(mean(i -> Math.pow(draw.applyAsDouble(i) - mean, 2))).isCloseTo(variance, within(4 * sigmaOfSquare));
        assertThat(mean(i -> Math.pow(draw.applyAsDouble(i) - mean, 4))).isCloseTo(fourth, within(0.02 * fourth));
    }

    private static double chiSquare(LongToDoubleFunction draw) {
        int[] counts = new int[256];
        for (long i = 0; i < DRAWS; i++) {
            counts[(int) (draw.applyAsDouble(i) * counts.length)]++;
        }
        double expected = (double) DRAWS / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private static void assertUncorrelated(LongToDoubleFunction left, LongToDoubleFunction right) {
        double meanLeft = mean(left);
        double meanRight = mean(right);
        double covariance = mean(i -> (left.applyAsDouble(i) - meanLeft) * (right.applyAsDouble(i) - meanRight));
        double varianceLeft = mean(i -> Math.pow(left.applyAsDouble(i) - meanLeft, 2));
        double varianceRight = mean(i -> Math.pow(right.applyAsDouble(i) - meanRight, 2));
        assertThat(covariance / Math.sqrt(varianceLeft * varianceRight)).isCloseTo(0, within(4 / Math.sqrt(DRAWS)));
    }
}
