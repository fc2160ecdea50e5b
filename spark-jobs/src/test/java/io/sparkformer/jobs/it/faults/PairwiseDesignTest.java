package io.sparkformer.jobs.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairwiseDesignTest {
    /** Rows are forbidden by a hash of them, one of {@code oneOf}: a constraint without any structure that could be relied on. */
    @Property(tries = 200)
    void of_anyFactorsAndConstraint_everyPairThatAnAllowedRowHasAndOnlyAllowedRows(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes,
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int oneOf) {
        List<List<Integer>> factors = sizes.stream()
                .map(size -> IntStream.range(0, size).boxed().toList())
                .toList();

        List<List<Object>> design = PairwiseDesign.of(factors, row -> allowed(row, oneOf), seed);

        assertThat(design).allMatch(row -> allowed(row, oneOf)).doesNotHaveDuplicates();
        assertThat(pairs(design)).isEqualTo(pairs(allRows(factors, oneOf)));
    }

    private static boolean allowed(List<Object> row, int oneOf) {
        return Math.floorMod(row.hashCode() * 31, oneOf) != 0;
    }

    /** Written anew, by counting: the design's own way of enumerating is not to be trusted here. */
    private static List<List<Object>> allRows(List<List<Integer>> factors, int oneOf) {
        int count = factors.stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
        List<List<Object>> rows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            List<Object> row = new ArrayList<>();
            int rest = number;
            for (List<Integer> levels : factors) {
                row.add(levels.get(rest % levels.size()));
                rest /= levels.size();
            }
            if (allowed(row, oneOf)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Set<String> pairs(List<List<Object>> rows) {
        Set<String> pairs = new HashSet<>();
        for (List<Object> row : rows) {
            for (int second = 1; second < row.size(); second++) {
                for (int first = 0; first < second; first++) {
                    pairs.add(first + "=" + row.get(first) + "," + second + "=" + row.get(second));
                }
            }
        }
        return pairs;
    }

    /** An orthogonal array of four factors of three levels has nine rows, and no design fewer; a greedy one comes close. */
    @Test
    void of_fourFactorsOfThreeLevels_fewRows() {
        List<List<Integer>> factors = List.of(List.of(0, 1, 2), List.of(0, 1, 2), List.of(0, 1, 2), List.of(0, 1, 2));

        assertThat(PairwiseDesign.of(factors, row -> true, 1)).hasSizeBetween(9, 13);
    }

    @Test
    void of_sameSeed_sameDesign() {
        List<List<Integer>> factors = List.of(List.of(0, 1, 2), List.of(0, 1, 2), List.of(0, 1, 2));

        assertThat(PairwiseDesign.of(factors, row -> true, 7)).isEqualTo(PairwiseDesign.of(factors, row -> true, 7));
    }
}
