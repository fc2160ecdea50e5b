package io.sparkformer.data.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    @Property(tries = 300)
    void sampleAt_allPositions_isABijection(
            @ForAll @IntRange(min = 1, max = 400) int samples,
            @ForAll @IntRange(min = 1, max = 50) int blockRecords,
            @ForAll @IntRange(min = 1, max = 9) int windowBlocks,
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 1000) int epoch) {
        EpochOrder order = new EpochOrder(samples, blockRecords, windowBlocks, seed);

        long[] visited = LongStream.range(0, samples)
                .map(position -> order.sampleAt(epoch, position))
                .sorted()
                .toArray();
        assertThat(visited).isEqualTo(LongStream.range(0, samples).toArray());
    }

    @Property(tries = 100)
    void sampleAt_anyWindow_holdsWholeBlocks(
            @ForAll @IntRange(min = 1, max = 400) int samples,
            @ForAll @IntRange(min = 1, max = 20) int blockRecords,
            @ForAll @IntRange(min = 1, max = 6) int windowBlocks,
            @ForAll long seed) {
        EpochOrder order = new EpochOrder(samples, blockRecords, windowBlocks, seed);

        int position = 0;
        while (position < samples) {
            Set<Long> blocks = new HashSet<>();
            long expected = 0;
            long read = 0;
            // A window ends when the samples of the blocks that it has touched have all been visited.
            do {
                long block = order.sampleAt(0, position++) / blockRecords;
                if (blocks.add(block)) {
                    expected += Math.min(blockRecords, samples - block * blockRecords);
                }
                read++;
            } while (read < expected);
            assertThat(blocks).hasSizeLessThanOrEqualTo(windowBlocks);
        }
    }

    @Test
    void sampleAt_recomputedInAnyOrder_isTheSame() {
        EpochOrder forward = new EpochOrder(10_000, 37, 5, 11);
        EpochOrder jumping = new EpochOrder(10_000, 37, 5, 11);

        for (long position = 0; position < 10_000; position++) {
            long jump = position * 7919 % 10_000;
            assertThat(jumping.sampleAt(3, jump)).isEqualTo(new EpochOrder(10_000, 37, 5, 11).sampleAt(3, jump));
            if (position % 100 == 0) {
                assertThat(forward.sampleAt(3, position)).isEqualTo(jumping.sampleAt(3, position));
            }
        }
    }

    @Test
    void sampleAt_otherEpochOrSeed_isAnotherOrder() {
        EpochOrder order = new EpochOrder(1000, 10, 4, 1);
        EpochOrder other = new EpochOrder(1000, 10, 4, 2);

        assertThat(firstBlocks(order, 0)).isNotEqualTo(firstBlocks(order, 1)).isNotEqualTo(firstBlocks(other, 0));
        // Not only the blocks: within one window that holds everything, too.
        EpochOrder oneWindow = new EpochOrder(20, 10, 4, 1);
        assertThat(firstBlocks(oneWindow, 0)).isNotEqualTo(firstBlocks(oneWindow, 1));
    }

    @Test
    void sampleAt_eachEpoch_putsABlockAnywhere() {
        // Block 0 of 16 over 4,800 epochs: each of 16 places about 300 times; 5 sigma are about 84.
        int[] places = new int[16];
        for (int epoch = 0; epoch < 4800; epoch++) {
            BlockPermutation permutation = new BlockPermutation(16, 42, epoch, 1);
            places[(int) permutation.backward(0)]++;
        }

        assertThat(Arrays.stream(places).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(216, 384));
    }

    @Test
    void sampleAt_firstPositions_areTheseForGood() {
        EpochOrder order = new EpochOrder(100, 8, 3, 1);

        // Resumed runs rely on it.
        assertThat(LongStream.range(0, 8).map(position -> order.sampleAt(2, position)))
                .containsExactly(62L, 97L, 98L, 60L, 43L, 63L, 61L, 44L);
    }

    @Test
    void sampleAt_billionsOfSamples_needsOneWindow() {
        EpochOrder order = new EpochOrder(5_000_000_000L, 7, 16, 1);

        assertThat(order.sampleAt(0, 4_999_999_999L)).isBetween(0L, 4_999_999_999L);
    }

    @Test
    void sampleAt_fromManyThreads_isTheSame() {
        EpochOrder shared = new EpochOrder(5000, 10, 4, 9);
        long[] expected = LongStream.range(0, 5000)
                .map(position -> new EpochOrder(5000, 10, 4, 9).sampleAt(1, position))
                .toArray();

        long[] actual = IntStream.range(0, 5000)
                .parallel()
                .mapToLong(position -> shared.sampleAt(1, position))
                .toArray();
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void sampleAt_positionOutside_isRefused() {
        EpochOrder order = new EpochOrder(10, 3, 2, 1);

        assertThatThrownBy(() -> order.sampleAt(0, 10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> order.sampleAt(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void epochOrder_emptySplitOrWindow_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochOrder(0, 3, 2, 1))
                .withMessageContaining("prepare more images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochOrder(10, 3, 0, 1))
                .withMessageContaining("window-blocks = 0");
    }

    @Property(tries = 200)
    void blockPermutation_backwardOfForward_isTheIndex(
            @ForAll @IntRange(min = 1) int size, @ForAll long key, @ForAll @IntRange(min = 0) int index) {
        BlockPermutation permutation = new BlockPermutation(size, key);
        long wanted = index % size;

        assertThat(permutation.forward(wanted)).isBetween(0L, size - 1L);
        assertThat(permutation.backward(permutation.forward(wanted))).isEqualTo(wanted);
    }

    private static long[] firstBlocks(EpochOrder order, long epoch) {
        return LongStream.range(0, 20)
                .map(position -> order.sampleAt(epoch, position))
                .toArray();
    }

    @Test
    void keyedRandom_knownKey_givesTheseNumbersForGood() {
        KeyedRandom random = new KeyedRandom(1, 2, 3);

        assertThat(new long[] {random.nextLong(), random.nextLong()})
                .containsExactly(-2095975829800055718L, 5748602021812664812L);
    }

    @Test
    void keyedRandom_orderOfTheKey_matters() {
        assertThat(new KeyedRandom(1, 2).nextLong())
                .isNotEqualTo(new KeyedRandom(2, 1).nextLong())
                .isNotEqualTo(new KeyedRandom(1, 2, 0).nextLong());
    }

    @Test
    void keyedRandom_smallBound_isEven() {
        int[] counts = new int[6];
        KeyedRandom random = new KeyedRandom(5);
        for (int i = 0; i < 60_000; i++) {
            counts[random.nextInt(6)]++;
        }

        // 5 sigma of 10,000 with 1 in 6 are about 457.
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_540, 10_460));
    }

    @Test
    void keyedRandom_doubles_fillTheUnitInterval() {
        KeyedRandom random = new KeyedRandom(6);
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextDouble();
            assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
            sum += value;
        }

        assertThat(sum / 10_000).isBetween(0.485, 0.515);
    }
}
