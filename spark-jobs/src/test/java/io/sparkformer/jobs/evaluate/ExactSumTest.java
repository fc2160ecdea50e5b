package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    /** Numbers of all sizes, in two orders and divided elsewhere. */
    @Property(tries = 100)
    void plus_anyOrderAndDivision_sameBits(@ForAll List<Double> numbers, @ForAll long seed) {
        List<Double> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, new Random(seed));
        int middle = numbers.isEmpty() ? 0 : new Random(seed).nextInt(numbers.size());

        double divided = sum(shuffled.subList(middle, shuffled.size()))
                .plus(sum(shuffled.subList(0, middle)))
                .value();

        assertThat(divided).isEqualTo(sum(numbers).value());
    }

    @Test
    void value_sumsThatCancel_nothingIsLost() {
        assertThat(sum(List.of(1e300, 1.0, 1e-300, -1e300, -1.0)).value()).isEqualTo(1e-300);
    }

    @Test
    void value_noNumber_staysNone() {
        double infinity = Double.POSITIVE_INFINITY;

        assertThat(sum(List.of(1.0, Double.NaN)).value()).isNaN();
        assertThat(sum(List.of(infinity, 1.0)).value()).isEqualTo(infinity);
        assertThat(sum(List.of(infinity, -infinity)).value()).isNaN();
    }

    private static ExactSum sum(List<Double> numbers) {
        ExactSum sum = ExactSum.ZERO;
        for (double number : numbers) {
            sum = sum.plus(number);
        }
        return sum;
    }
}
