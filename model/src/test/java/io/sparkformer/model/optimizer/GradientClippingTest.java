package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClippingTest {
    @Test
    void clip_aboveTheLimit_scalesToItAndReturnsTheNormBefore() {
        float[] gradients = {3, 0, -4};

        assertThat(GradientClipping.clipByGlobalNorm(gradients, 1)).isEqualTo(5);
        assertThat(gradients).containsExactly(0.6f, 0, -0.8f);
    }

    @Test
    void clip_atOrBelowTheLimit_changesNothing() {
        float[] gradients = {3, 0, -4};

        assertThat(GradientClipping.clipByGlobalNorm(gradients, 5)).isEqualTo(5);
        assertThat(GradientClipping.clipByGlobalNorm(gradients, 6)).isEqualTo(5);
        assertThat(gradients).containsExactly(3, 0, -4);
    }

    @Property(tries = 300)
    void clip_anyGradient_endsAtTheSmallerOfNormAndLimitInTheSameDirection(
            @ForAll @Size(min = 1, max = 40) float[] given,
            @ForAll @Scale(6) @DoubleRange(min = 1e-3, max = 1e3) double limit) {
        float[] before = bounded(given);
        float[] gradients = before.clone();

        double norm = GradientClipping.clipByGlobalNorm(gradients, limit);

        double expected = Math.min(norm, limit);
        assertThat(GradientClipping.norm(gradients)).isCloseTo(expected, within(1e-6 * expected));
        for (int i = 0; i < gradients.length; i++) {
            double wanted = norm > limit ? before[i] * (limit / norm) : before[i];
            assertThat((double) gradients[i]).isCloseTo(wanted, within(1e-6 * Math.abs(wanted) + 1e-40));
        }
    }

    /** Keeps what jqwik likes to try, but not so small that scaling it down leaves the normal range. */
    private static float[] bounded(float[] values) {
        float[] bounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            bounded[i] = Math.abs(values[i]) < 1e-20f ? 0 : values[i];
        }
        return bounded;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void clip_notFinite_isReturnedAndLeavesTheGradient(float bad) {
        float[] gradients = {7, bad, 9};

        assertThat(GradientClipping.clipByGlobalNorm(gradients, 1)).isNotFinite();
        assertThat(gradients).containsExactly(7, bad, 9);
    }

    @Test
    void norm_hugeElements_doesNotOverflow() {
        assertThat(GradientClipping.norm(new float[] {3e38f, 0})).isCloseTo(3e38, within(1e32));
        assertThat(GradientClipping.norm(new float[0])).isZero();
    }

    @Property(tries = 20)
    void norm_manySmallElements_keepsTheirSum(@ForAll @Scale(6) @FloatRange(min = 1e-5f, max = 1) float value) {
        float[] gradients = new float[1 << 20];
        java.util.Arrays.fill(gradients, value);

        assertThat(GradientClipping.norm(gradients)).isCloseTo(1024.0 * value, within(1e-9 * 1024 * value));
    }

    @Test
    void clip_limitNotPositive_isRefused() {
        assertThatThrownBy(() -> GradientClipping.clipByGlobalNorm(new float[1], 0))
                .hasMessageContaining("clip-norm = 0.0");
    }
}
