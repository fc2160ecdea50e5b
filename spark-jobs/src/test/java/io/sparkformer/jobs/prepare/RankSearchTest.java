package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RankSearchTest {
    @Property(tries = 300)
    void number_evenlySpread_isThatOfSorting(
            @ForAll @IntRange(min = 1, max = 5_000) int count,
            @ForAll @DoubleRange(min = 0, max = 0.99) double share,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
        long[] numbers = new SplittableRandom(seed).longs(count).toArray();

        requireFound(numbers, (int) (share * count), 3);
    }

    /** All in a corner, which hashes never are: the window grows until it has the number. */
    @Property(tries = 100)
    void number_unevenlySpread_isFoundAllTheSame(
            @ForAll @IntRange(min = 1, max = 5_000) int count,
            @ForAll @DoubleRange(min = 0, max = 0.99) double share,
            @ForAll @LongRange(min = 1, max = 1L << 40) long span,
            @ForAll long begin) {
        long[] numbers = new SplittableRandom(begin)
                .longs(count, 0, span)
                .map(number -> begin < 0 ? begin + number : begin - number)
                .toArray();

        requireFound(numbers, (int) (share * count), 40);
    }

    @Test
    void number_aMillion_needsFewOfThemAtOnce() {
        long[] numbers = new SplittableRandom(5).longs(1_000_000).toArray();
        RankSearch search = RankSearch.of(980_000, numbers.length);
        for (long number : numbers) {
            search.add(number);
        }
        long[] sorted = numbers.clone();
        Arrays.sort(sorted);

        assertThat(search.number()).hasValue(sorted[980_000]);
        // 12 deviations of 140.
        assertThat(TaskBytes.of(search).length).isLessThan(8 * 4_096);
    }

    private static void requireFound(long[] numbers, int place, int attempts) {
        RankSearch search = RankSearch.of(place, numbers.length);
        OptionalLong found = OptionalLong.empty();
        for (int attempt = 0; attempt < attempts && found.isEmpty(); attempt++) {
            search = attempt == 0 ? search : search.wider();
            RankSearch half = TaskBytes.to(RankSearch.class, TaskBytes.of(search));
            for (int i = 0; i < numbers.length; i++) {
                (i % 3 == 0 ? half : search).add(numbers[i]);
            }
            search.merge(half);
            found = search.number();
        }
        long[] sorted = numbers.clone();
        Arrays.sort(sorted);
        assertThat(found).hasValue(sorted[place]);
    }
}
