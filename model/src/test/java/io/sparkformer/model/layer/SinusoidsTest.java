package io.sparkformer.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.layer.Sinusoids.Arrangement;
import org.junit.jupiter.api.Test;

class SinusoidsTest {
    private static final int WIDTH = 8;

    @Test
    void row_ofPositionOne_isThePublishedOneInBothArrangements() {
        double[] interleaved = {.841471, .540302, .099833, .995004, .010000, .999950, .001000, 1.0};
        double[] halves = {.841471, .099833, .010000, .001000, .540302, .995004, .999950, 1.0};

        assertThat(Sinusoids.row(1, WIDTH, Arrangement.INTERLEAVED)).containsExactly(interleaved, within(1e-6));
        assertThat(Sinusoids.row(1, WIDTH, Arrangement.HALVES)).containsExactly(halves, within(1e-6));
    }

    @Test
    void row_ofTwoPositions_haveAProductThatDependsOnTheirDistanceOnly() {
        assertThat(product(3, 10)).isCloseTo(product(20, 27), within(1e-12));
        assertThat(product(3, 10)).isNotCloseTo(product(3, 11), within(1e-3));
    }

    @Test
    void place_onAGrid_tellsRowAndColumnEachInAHalf() {
        double[] place = Sinusoids.place(2, 5, 2 * WIDTH, Arrangement.INTERLEAVED);

        assertThat(place).startsWith(Sinusoids.row(2, WIDTH, Arrangement.INTERLEAVED));
        assertThat(place).endsWith(Sinusoids.row(5, WIDTH, Arrangement.INTERLEAVED));
    }

    private static double product(int one, int other) {
        double[] first = Sinusoids.row(one, WIDTH, Arrangement.INTERLEAVED);
        double[] second = Sinusoids.row(other, WIDTH, Arrangement.INTERLEAVED);
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
