package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;
import io.sparkformer.model.optimizer.ScheduleConfig.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
    @ParameterizedTest
    @MethodSource("refusals")
    void new_valueOutOfRange_isRefusedWithKeyAndValue(String message, Executable constructor) {
        assertThatThrownBy(constructor::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("beta1 = 1.0: must", () -> new AdamWConfig(1, 0.9, 1e-8, 0)),
                refusal("beta1 = -0.1: must", () -> new AdamWConfig(-0.1, 0.9, 1e-8, 0)),
                refusal("beta2 = NaN: must", () -> new AdamWConfig(0.9, Double.NaN, 1e-8, 0)),
                refusal("epsilon = 0.0: must", () -> new AdamWConfig(0.9, 0.9, 0, 0)),
                refusal("weight-decay = -1.0: must", () -> new AdamWConfig(0.9, 0.9, 1e-8, -1)),
                refusal("beta1 = 1.0: must", () -> new LambConfig(1, 0.9, 1e-6, 0)),
                refusal("beta2 = -0.5: must", () -> new LambConfig(0.9, -0.5, 1e-6, 0)),
                refusal("epsilon = NaN: must", () -> new LambConfig(0.9, 0.9, Double.NaN, 0)),
                refusal("weight-decay = -2.0: must", () -> new LambConfig(0.9, 0.9, 1e-6, -2)),
                refusal("weight-decay = Infinity", () -> new SgdConfig(0.9, Double.POSITIVE_INFINITY, false)),
                refusal("momentum = 1.5: must", () -> new SgdConfig(1.5, 0, false)),
                refusal("nesterov = true: needs a momentum", () -> new SgdConfig(0, 0, true)),
                refusal("outer.learning-rate = 0.0", () -> new OuterNesterov(0, 0.9)),
                refusal("outer.momentum = 1.0", () -> new OuterNesterov(0.7, 1)),
                refusal("outer.slow-learning-rate = NaN", () -> new SlowMomentum(Double.NaN, 0.5)),
                refusal("outer.slow-momentum = -0.5", () -> new SlowMomentum(1, -0.5)),
                refusal("the round's learning rate = -1.0", () -> new OuterRound(-1)),
                refusal("learning-rate = NaN", () -> new ScheduleConfig(Shape.COSINE, Double.NaN, 0, 0)),
                refusal("warmup-steps = -3: must", () -> new ScheduleConfig(Shape.COSINE, 1, -3, 0)),
                refusal("final-learning-rate = -0.5", () -> new ScheduleConfig(Shape.LINEAR, 1, 0, -0.5)),
                refusal("final-learning-rate = 2.0", () -> new ScheduleConfig(Shape.LINEAR, 1, 0, 2)),
                refusal("warmup-steps = 0: must", () -> new ScheduleConfig(Shape.INVERSE_ROOT, 1, 0, 0)),
                refusal("learning-rate = Infinity", () -> ScheduleConfig.noam(1, 8, 0)),
                refusal("cycle-steps = 0.0: must", () -> new ScheduleConfig.Cycles(0, 1)),
                refusal("cycle-growth = 0.0: must", () -> new ScheduleConfig.Cycles(1, 0)));
    }

    private static Arguments refusal(String message, Executable constructor) {
        return Arguments.of(message, constructor);
    }

    @Test
    void new_valuesAtTheEdges_areAccepted() {
        assertThat(new AdamWConfig(0, 0, 1e-300, 0).weightDecay()).isZero();
        assertThat(new SgdConfig(0, 5, false).weightDecay()).isEqualTo(5);
        assertThat(new ScheduleConfig(Shape.CONSTANT, 0.1, 0, 0.1).finalLearningRate())
                .isEqualTo(0.1);
        assertThat(new OuterNesterov(1, 0).momentum()).isZero();
    }
}
