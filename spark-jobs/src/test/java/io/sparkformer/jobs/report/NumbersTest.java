package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.00001, 1e-05",
        "0.0005, 0.0005",
        "0.0123, 0.0123",
        "2.5, 2.5",
        "45.67, 45.7",
        "1234567, '1,234,567'",
        "-3, -3"
    })
    void compact_number_isShort(double number, String text) {
        assertThat(Numbers.compact(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0 s", "59.7, 1 min 0 s", "200, 3 min 20 s", "7500, 2 h 5 min", "273600, 3 d 4 h"})
    void duration_seconds_areReadable(double seconds, String text) {
        assertThat(Numbers.duration(seconds)).isEqualTo(text);
    }

    @Property
    void axis_anyRange_coversItWithFewRoundMarks(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double low,
            @ForAll @DoubleRange(min = 0, max = 1e6) double width) {
        Axis axis = Axis.of(low, low + width, 5, true);
        assertThat(axis.low()).isLessThanOrEqualTo(low + 1e-6 * axis.step());
        assertThat(axis.high()).isGreaterThanOrEqualTo(low + width - 1e-6 * axis.step());
        List<Double> marks = axis.marks();
        assertThat(marks).hasSizeBetween(2, 9);
        assertThat(marks.get(0)).isCloseTo(axis.low(), org.assertj.core.data.Offset.offset(1e-6 * axis.step()));
    }
}
