package io.sparkformer.data.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleSubsetTest {
    private static long[] samples(SampleSubset subset) {
        return LongStream.range(0, subset.size()).map(subset::sample).toArray();
    }

    @Property(tries = 200)
    void of_anySize_differentSamplesOfTheSplitInTheirOrder(
            @ForAll @IntRange(min = 1, max = 500) int size,
            @ForAll @IntRange(min = 0, max = 500) int further,
            @ForAll long seed) {
        long[] samples = samples(SampleSubset.of(size + further, size, seed));

        assertThat(samples).hasSize(size).isSorted().doesNotHaveDuplicates();
        assertThat(samples[0]).isNotNegative();
        assertThat(samples[size - 1]).isLessThan(size + further);
    }

    @Property(tries = 200)
    void of_smallerSize_isPartOfTheLarger(
            @ForAll @IntRange(min = 1, max = 200) int smaller,
            @ForAll @IntRange(min = 0, max = 200) int more,
            @ForAll @IntRange(min = 0, max = 200) int rest,
            @ForAll long seed) {
        long split = (long) smaller + more + rest;

        assertThat(samples(SampleSubset.of(split, smaller + more, seed)))
                .contains(samples(SampleSubset.of(split, smaller, seed)));
    }

    @Test
    void of_allSamples_isAll() {
        assertThat(samples(SampleSubset.of(37, 37, 5))).isEqualTo(samples(SampleSubset.all(37)));
    }

    @Test
    void of_anotherSeed_drawsOthers() {
        long[] first = samples(SampleSubset.of(10_000, 1_000, 1));
        long[] second = samples(SampleSubset.of(10_000, 1_000, 2));

        // A tenth of them is expected in both, 100 with a standard deviation of 9.
        assertThat(Arrays.stream(first).filter(sample -> Arrays.binarySearch(second, sample) >= 0))
                .hasSizeBetween(60, 140);
    }

    /** Each tenth of the split has its share: chi-squared with 9 degrees of freedom stays below 27.9 in 999 of 1,000. */
    @Test
    void of_aSplit_drawsEvenly() {
        int[] tenths = new int[10];
        for (long sample : samples(SampleSubset.of(100_000, 10_000, 3))) {
            tenths[(int) (sample / 10_000)]++;
        }

        assertThat(Arrays.stream(tenths)
                        .mapToDouble(count -> (count - 1_000.0) * (count - 1_000.0) / 1_000)
                        .sum())
                .isLessThan(27.9);
    }

    @Test
    void of_aSeed_drawsTheseForGood() {
        // Resumed runs rely on it.
        assertThat(samples(SampleSubset.of(100, 5, 1))).containsExactly(6, 29, 34, 64, 65);
    }

    @Test
    void of_sizeThatTheSplitHasNot_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleSubset.of(10, 11, 1))
                .withMessageContaining("11");
        assertThatIllegalArgumentException().isThrownBy(() -> SampleSubset.of(10, 0, 1));
        assertThatThrownBy(() -> SampleSubset.of(10, 3, 1).sample(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
