package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LAYOUT;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private static final int LENGTH = LAYOUT.length();
    private static final OptimizerConfig ADAM_W = new AdamWConfig(0.9, 0.999, 1e-8, 0.1);
    private static final OptimizerConfig LAMB = new LambConfig(0.9, 0.999, 1e-6, 0.1);
    private static final OptimizerConfig MOMENTUM = new SgdConfig(0.9, 0.1, false);

    @Provide
    Arbitrary<OptimizerConfig> configs() {
        return Arbitraries.of(ADAM_W, MOMENTUM, new SgdConfig(0.9, 0.1, true), new SgdConfig(0, 0.1, false));
    }

    @Property(tries = 50)
    void step_gradientZero_shrinksExactlyWhereDecayApplies(@ForAll("configs") OptimizerConfig config) {
        float[] parameters = new float[LENGTH];
        java.util.Arrays.fill(parameters, 1);

        Optimizer optimizer = Optimizer.of(config, LAYOUT);
        new ArrayOptimizer(optimizer).step(parameters, new float[LENGTH], optimizer.initialState(LENGTH), 0.5);

        LAYOUT.parameters().forEach(parameter -> {
            for (int i = 0; i < parameter.length(); i++) {
                float value = parameters[parameter.offset() + i];
                if (parameter.decay()) {
                    assertThat(value).isBetween(0.9f, 0.96f);
                } else {
                    assertThat(value).isEqualTo(1);
                }
            }
        });
    }

    @Test
    void step_adamW_firstStepMovesByTheLearningRateAgainstTheSign() {
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.999, 1e-8, 0), LAYOUT);
        float[] parameters = new float[LENGTH];
        float[] gradients = Vectors.normal(LENGTH, 3);

        new ArrayOptimizer(optimizer).step(parameters, gradients, optimizer.initialState(LENGTH), 0.25);

        for (int i = 0; i < LENGTH; i++) {
            assertThat(parameters[i] / Math.signum(gradients[i])).isBetween(-0.25001f, -0.24999f);
        }
    }

    /** Rounding 0.999 to a float shifts the second moment by 3e-5, as in PyTorch; nothing accumulates beyond that. */
    @Test
    void step_adamW_constantGradient_bringsMomentsToIt() {
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.999, 1e-8, 0), LAYOUT);
        OptimizerState state = optimizer.initialState(LENGTH);
        ArrayOptimizer steps = new ArrayOptimizer(optimizer);
        float[] gradients = new float[LENGTH];
        java.util.Arrays.fill(gradients, 3);

        for (int step = 0; step < 20_000; step++) {
            state = steps.step(new float[LENGTH], gradients, state, 0.1);
        }

        assertThat(state.slots()[0][0]).isBetween(2.99999f, 3.00001f);
        assertThat(state.slots()[1][0]).isBetween(8.999f, 9.001f);
    }

    @Test
    void slotNames_perOptimizer_arePyTorchs() {
        assertThat(Optimizer.of(ADAM_W, LAYOUT).slotNames()).containsExactly("exp_avg", "exp_avg_sq");
        assertThat(Optimizer.of(LAMB, LAYOUT).slotNames()).containsExactly("exp_avg", "exp_avg_sq");
        assertThat(Optimizer.of(MOMENTUM, LAYOUT).slotNames()).containsExactly("momentum_buffer");
        assertThat(Optimizer.of(new SgdConfig(0, 0, false), LAYOUT).slotNames()).isEmpty();
    }
}
