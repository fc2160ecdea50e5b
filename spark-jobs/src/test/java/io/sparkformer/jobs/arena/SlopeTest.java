package io.sparkformer.jobs.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlopeTest {
    private static final List<LengthResult> RESULTS = Stream.of(256, 1024, 4096)
            .map(tokens -> new LengthResult("one", tokens, 3e-9 * tokens * tokens, 7L * tokens, ""))
            .toList();

    @Test
    void slope_ofPowers_isTheirExponent() {
        assertThat(Slope.ofTime(RESULTS)).isCloseTo(2, within(1e-9));
        assertThat(Slope.ofMemory(RESULTS)).isCloseTo(1, within(1e-9));
    }

    @Test
    void slope_lengthsThatAreNotServed_doNotCount() {
        List<LengthResult> some = Stream.concat(
                        RESULTS.stream(), Stream.of(LengthResult.refused("one", 8192, "too long")))
                .toList();

        assertThat(Slope.ofTime(some)).isCloseTo(2, within(1e-9));
    }

    @Test
    void slope_ofASingleLength_isNone() {
        assertThat(Slope.ofTime(RESULTS.subList(0, 1))).isNaN();
    }
}
