package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SampleRangeTest {
    @Property
    void cut_anySplit_everySampleOnceInOrder(
            @ForAll @LongRange(min = 0, max = 1000) long samples, @ForAll @LongRange(min = 1, max = 100) long length) {
        long next = 0;
        for (SampleRange range : SampleRange.cut(samples, length)) {
            assertThat(range.from()).isEqualTo(next);
            assertThat(range.to() - range.from()).isBetween(1L, length);
            next = range.to();
        }
        assertThat(next).isEqualTo(samples);
    }
}
