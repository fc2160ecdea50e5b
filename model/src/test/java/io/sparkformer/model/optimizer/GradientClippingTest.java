package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
    @Test
    void factor_atOrBelowTheLimit_isOne() {
        assertThat(GradientClipping.factor(5, 5)).isEqualTo(1);
        assertThat(GradientClipping.factor(5, 6)).isEqualTo(1);
        assertThat(GradientClipping.factor(0, 1)).isEqualTo(1);
    }

    @Test
    void factor_withoutLimit_isOne() {
        assertThat(GradientClipping.factor(1e30, 0)).isEqualTo(1);
    }

    @Property(tries = 300)
    void factor_anyNorm_leadsToTheSmallerOfNormAndLimit(
            @ForAll @Scale(6) @DoubleRange(min = 0, max = 1e38) double norm,
            @ForAll @Scale(6) @DoubleRange(min = 1e-3, max = 1e3) double limit) {
        double expected = Math.min(norm, limit);

        assertThat(GradientClipping.factor(norm, limit) * norm).isCloseTo(expected, within(1e-12 * expected));
    }

    /** As the optimizer applies it: one factor of single precision, or two where one would lose its bits. */
    @Property(tries = 300)
    void scale_anyFactor_isThatFactor(@ForAll @Scale(60) @DoubleRange(min = 1e-60, max = 1e6) double factor) {
        GradientScale scale = GradientScale.of(factor);

        assertThat((double) scale.first() * scale.second()).isCloseTo(factor, within(6e-8 * factor));
    }

    @Test
    void factor_negativeLimit_isRefused() {
        assertThatThrownBy(() -> GradientClipping.factor(1, -1)).hasMessageContaining("clip-norm = -1.0");
    }
}
