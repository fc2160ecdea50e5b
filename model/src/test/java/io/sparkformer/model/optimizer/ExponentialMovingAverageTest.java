package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ExponentialMovingAverageTest {
    @Test
    void update_oneStep_keepsTheDecaysShare() {
        float[] average = {4, -8};

        ExponentialMovingAverage.update(average, new float[] {8, 0}, 0.75, 1);

        assertThat(average).containsExactly(5, -6);
    }

    @Property(tries = 100)
    void update_severalLocalStepsAtOnce_isAsManyUpdates(
            @ForAll @Scale(6) @DoubleRange(min = 0, max = 0.9999) double decay,
            @ForAll @IntRange(min = 0, max = 50) int steps,
            @ForAll long seed) {
        float[] parameters = Vectors.normal(30, seed);
        float[] once = Vectors.normal(30, seed + 1);
        float[] often = once.clone();

        ExponentialMovingAverage.update(once, parameters, decay, steps);
        for (int step = 0; step < steps; step++) {
            ExponentialMovingAverage.update(often, parameters, decay, 1);
        }

        assertThat(Vectors.distance(once, often)).isLessThan(2e-5);
    }

    @Property(tries = 100)
    void update_averageThatHasArrived_stays(
            @ForAll float value, @ForAll @Scale(6) @DoubleRange(min = 0, max = 0.99999) double decay) {
        float[] average = {value};

        ExponentialMovingAverage.update(average, new float[] {value}, decay, 3);

        assertThat(average).containsExactly(value);
    }

    /** A frozen parameter's average is the parameter, bit for bit. */
    @Test
    void update_negativeZeroThatHasArrived_keepsItsSign() {
        float[] average = {-0.0f};

        ExponentialMovingAverage.update(average, new float[] {-0.0f}, 0.9, 3);

        assertThat(Float.floatToRawIntBits(average[0])).isEqualTo(Float.floatToRawIntBits(-0.0f));
    }

    @Test
    void update_argumentsOutOfRange_areRefused() {
        float[] two = new float[2];

        assertThatThrownBy(() -> ExponentialMovingAverage.update(two, two, 1, 1))
                .hasMessageContaining("ema-decay = 1");
        assertThatThrownBy(() -> ExponentialMovingAverage.update(two, two, 0.9, -1))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> ExponentialMovingAverage.update(two, new float[3], 0.9, 1))
                .hasMessageContaining("moving average");
    }
}
