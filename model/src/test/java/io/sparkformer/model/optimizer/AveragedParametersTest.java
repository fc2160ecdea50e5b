package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.Motion;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AveragedParametersTest {
    private static final double SHARE = 0.25;
    private static final ParameterLayout LAYOUT = layout(Motion.averaged(SHARE));
    private static final ParameterLayout PLAIN = layout(Motion.UNDECAYED);
    private static final ParameterSpec CENTROIDS = LAYOUT.parameter("b.centroids");

    private static ParameterLayout layout(Motion motion) {
        return ParameterLayout.of(List.of(
                new Declaration("a.weight", new long[] {5, 7}, true),
                new Declaration("b.centroids", new long[] {Blocks.SIZE + 30}, motion), // ends in another block
                new Declaration("c.weight", new long[] {6, 4}, true)));
    }

    static Stream<OptimizerConfig> optimizers() {
        return Stream.of(
                new AdamWConfig(0.9, 0.999, 1e-8, 0.1),
                new LambConfig(0.9, 0.999, 1e-6, 0.1),
                new SgdConfig(0.9, 0.1, true),
                new SgdConfig(0, 0.1, false));
    }

    private static float[] stepped(ParameterLayout layout, OptimizerConfig config, double scale, double clipping) {
        Optimizer optimizer = Optimizer.of(config, layout);
        float[] parameters = Vectors.normal(layout.length(), 1);
        new ArrayOptimizer(optimizer)
                .step(
                        parameters,
                        Vectors.normal(layout.length(), 2),
                        scale,
                        clipping,
                        optimizer.initialState(layout.length()),
                        0.01);
        return parameters;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void step_anyOptimizer_movesThemByTheirShareAndTheOthersAsEver(OptimizerConfig config) {
        float[] actual = stepped(LAYOUT, config, 0.05, 0.1); // two samples' sum, clipped to a tenth
        float[] others = stepped(PLAIN, config, 0.05, 0.1);
        float[] before = Vectors.normal(LAYOUT.length(), 1);
        float[] gradients = Vectors.normal(LAYOUT.length(), 2);

        for (int i = 0; i < actual.length; i++) {
            boolean averaged = i >= CENTROIDS.offset() && i < CENTROIDS.offset() + CENTROIDS.length();
            if (averaged) {
                assertThat((double) actual[i]).isCloseTo(before[i] - SHARE * 0.5 * gradients[i], within(1e-6));
            } else {
                assertThat(actual[i]).isEqualTo(others[i]);
            }
        }
    }

    @Test
    void norm_ofTheGradient_leavesThemOut() {
        float[] gradients = Vectors.normal(LAYOUT.length(), 2);
        float[] others = gradients.clone();
        Arrays.fill(others, CENTROIDS.offset(), CENTROIDS.offset() + CENTROIDS.length(), 0);
        Optimizer optimizer = Optimizer.of(new SgdConfig(0, 0, false), LAYOUT);

        assertThat(norm(new GradientNorm(optimizer, Parts.one()), gradients))
                .isEqualTo(norm(new GradientNorm(LAYOUT.length(), Parts.one()), others));
    }

    private static double norm(GradientNorm norm, float[] values) {
        return norm.of((part, offset, target, count) -> System.arraycopy(values, offset, target, 0, count));
    }

    @Test
    void step_ofFrozenOnes_leavesThem() {
        ParameterRates rates = ParameterRates.of(Map.of("b.centroids", 0.0), LAYOUT);
        Optimizer optimizer = Optimizer.of(new SgdConfig(0, 0, false), LAYOUT, rates);
        float[] parameters = Vectors.normal(LAYOUT.length(), 1);
        float[] before = parameters.clone();
        new ArrayOptimizer(optimizer)
                .step(parameters, Vectors.normal(LAYOUT.length(), 2), optimizer.initialState(LAYOUT.length()), 0.01);

        int from = CENTROIDS.offset();
        int to = from + CENTROIDS.length();
        assertThat(Arrays.copyOfRange(parameters, from, to)).isEqualTo(Arrays.copyOfRange(before, from, to));
        assertThat(parameters[0]).isNotEqualTo(before[0]);
    }
}
