package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ParameterSpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What LAMB's steps promise beyond their values, which OptimizerGoldenTest pins down. */
class LambTest {
    private static final int LENGTH = LARGE.length();
    private static final double RATE = 0.01;
    private static final LambConfig LAMB = new LambConfig(0.9, 0.999, 1e-30, 0.1);
    private static final AdamWConfig ADAM_W = new AdamWConfig(0.9, 0.999, 1e-30, 0.1);

    /** The movement of each element in one step from the parameters of this key. */
    private static float[] movement(OptimizerConfig config, float[] start, float[] gradients) {
        Optimizer optimizer = Optimizer.of(config, LARGE);
        float[] parameters = start.clone();
        new ArrayOptimizer(optimizer).step(parameters, gradients, optimizer.initialState(LENGTH), RATE);
        float[] movement = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            movement[i] = parameters[i] - start[i];
        }
        return movement;
    }

    private static double norm(float[] values, ParameterSpec tensor) {
        return Math.sqrt(Squares.sum(values, tensor.offset(), tensor.offset() + tensor.length()));
    }

    @Property(tries = 30)
    void step_decayedTensor_movesByTheRateTimesItsLength(@ForAll long seed) {
        float[] start = Vectors.normal(LENGTH, seed);

        float[] movement = movement(LAMB, start, Vectors.normal(LENGTH, seed + 1));

        for (ParameterSpec tensor : LARGE.parameters()) {
            if (tensor.decay()) {
                double expected = RATE * norm(start, tensor);
                assertThat(norm(movement, tensor)).isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    /** The loss's scale, and with it the batch's size, cancels. */
    @Property(tries = 30)
    void step_gradientsTimesAPowerOfTwo_isTheSame(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
        float[] start = Vectors.normal(LENGTH, seed);
        float[] gradients = Vectors.normal(LENGTH, seed + 1);
        float[] scaled = gradients.clone();
        for (int i = 0; i < LENGTH; i++) {
            scaled[i] = Math.scalb(gradients[i], power);
        }

        assertThat(movement(LAMB, start, scaled)).containsExactly(movement(LAMB, start, gradients), within(1e-6f));
    }

    /** AdamW's direction, of another length; where nothing is adapted, AdamW's step. */
    @Property(tries = 30)
    void step_direction_isAdamWs(@ForAll long seed) {
        float[] start = Vectors.normal(LENGTH, seed);
        float[] gradients = Vectors.normal(LENGTH, seed + 1);

        float[] lamb = movement(LAMB, start, gradients);
        float[] adam = movement(ADAM_W, start, gradients);

        for (ParameterSpec tensor : LARGE.parameters()) {
            double ratio = tensor.decay() ? RATE * norm(start, tensor) / norm(adam, tensor) : 1;
            for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
                assertThat((double) lamb[i]).isCloseTo(ratio * adam[i], within(2e-6));
            }
        }
    }

    /** The update is then the decay alone, and the ratio takes its size away: unlike AdamW's, it is not a factor here. */
    @Test
    void step_gradientZero_shrinksDecayedTensorsByTheRate() {
        float[] start = Vectors.normal(LENGTH, 3);

        float[] movement = movement(LAMB, start, new float[LENGTH]);

        for (ParameterSpec tensor : LARGE.parameters()) {
            for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
                assertThat((double) movement[i]).isCloseTo(tensor.decay() ? -RATE * start[i] : 0, within(1e-6));
            }
        }
    }

    @Test
    void step_tensorOfZeros_movesAsAdamW() {
        float[] zeros = new float[LENGTH];
        float[] gradients = Vectors.normal(LENGTH, 1);

        assertThat(movement(LAMB, zeros, gradients)).containsExactly(movement(ADAM_W, zeros, gradients), within(1e-7f));
    }

    @Test
    void step_updateOfZero_leavesTheTensor() {
        LambConfig withoutDecay = new LambConfig(0.9, 0.999, 1e-6, 0);

        assertThat(movement(withoutDecay, Vectors.normal(LENGTH, 1), new float[LENGTH]))
                .containsOnly(0);
    }
}
