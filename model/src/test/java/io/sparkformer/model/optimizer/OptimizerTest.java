package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LAYOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private static final int LENGTH = LAYOUT.length();
    private static final OptimizerConfig ADAM_W = new AdamWConfig(0.9, 0.999, 1e-8, 0.1);
    private static final OptimizerConfig MOMENTUM = new SgdConfig(0.9, 0.1, false);

    @Provide
    Arbitrary<OptimizerConfig> configs() {
        return Arbitraries.of(ADAM_W, MOMENTUM, new SgdConfig(0.9, 0.1, true), new SgdConfig(0, 0.1, false));
    }

    /** What later threads and shards rely on. */
    @Property(tries = 200)
    void update_inPartsOfAnyOrder_isTheStepBitForBit(@ForAll("configs") OptimizerConfig config, @ForAll long seed) {
        Optimizer optimizer = Optimizer.of(config, LAYOUT);
        Random random = new Random(seed);
        float[] whole = Vectors.normal(LENGTH, seed);
        float[] inParts = whole.clone();
        OptimizerState wholeState = optimizer.initialState(LENGTH);
        OptimizerState partsState = optimizer.initialState(LENGTH);

        for (int step = 0; step < 3; step++) {
            float[] gradients = Vectors.normal(LENGTH, seed + step + 1);
            optimizer.step(whole, gradients, wholeState, 0.01);
            partsState.advance();
            for (int[] part : parts(random)) {
                optimizer.update(inParts, gradients, partsState, 0.01, part[0], part[1]);
            }
        }

        assertThat(inParts).isEqualTo(whole);
        assertThat(partsState.slots()).isDeepEqualTo(wholeState.slots());
        assertThat(partsState.steps()).isEqualTo(3);
    }

    private static List<int[]> parts(Random random) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, LENGTH));
        random.ints(4, 1, LENGTH).forEach(cuts::add);
        List<int[]> parts = new ArrayList<>();
        cuts.headSet(LENGTH).forEach(from -> parts.add(new int[] {from, cuts.higher(from)}));
        Collections.shuffle(parts, random);
        return parts;
    }

    @Test
    void update_partsInThreads_isTheStepBitForBit() {
        Optimizer optimizer = Optimizer.of(ADAM_W, LAYOUT);
        float[] whole = Vectors.normal(LENGTH, 1);
        float[] inThreads = whole.clone();
        float[] gradients = Vectors.normal(LENGTH, 2);
        OptimizerState state = optimizer.initialState(LENGTH);
        state.advance();

        IntStream.range(0, LENGTH)
                .parallel()
                .forEach(i -> optimizer.update(inThreads, gradients, state, 0.01, i, i + 1));
        optimizer.step(whole, gradients, optimizer.initialState(LENGTH), 0.01);

        assertThat(inThreads).isEqualTo(whole);
    }

    @Property(tries = 50)
    void step_gradientZero_shrinksExactlyWhereDecayApplies(@ForAll("configs") OptimizerConfig config) {
        float[] parameters = new float[LENGTH];
        java.util.Arrays.fill(parameters, 1);

        Optimizer optimizer = Optimizer.of(config, LAYOUT);
        optimizer.step(parameters, new float[LENGTH], optimizer.initialState(LENGTH), 0.5);

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

        optimizer.step(parameters, gradients, optimizer.initialState(LENGTH), 0.25);

        for (int i = 0; i < LENGTH; i++) {
            assertThat(parameters[i] / Math.signum(gradients[i])).isBetween(-0.25001f, -0.24999f);
        }
    }

    /** Rounding 0.999 to a float shifts the second moment by 3e-5, as in PyTorch; nothing accumulates beyond that. */
    @Test
    void step_adamW_constantGradient_bringsMomentsToIt() {
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.999, 1e-8, 0), LAYOUT);
        OptimizerState state = optimizer.initialState(LENGTH);
        float[] gradients = new float[LENGTH];
        java.util.Arrays.fill(gradients, 3);

        for (int step = 0; step < 20_000; step++) {
            optimizer.step(new float[LENGTH], gradients, state, 0.1);
        }

        assertThat(state.slots()[0][0]).isBetween(2.99999f, 3.00001f);
        assertThat(state.slots()[1][0]).isBetween(8.999f, 9.001f);
    }

    @Property(tries = 20)
    void step_gradients_areNotModified(@ForAll("configs") OptimizerConfig config) {
        float[] gradients = Vectors.normal(LENGTH, 5);

        Optimizer optimizer = Optimizer.of(config, LAYOUT);
        optimizer.step(new float[LENGTH], gradients, optimizer.initialState(LENGTH), 0.1);

        assertThat(gradients).isEqualTo(Vectors.normal(LENGTH, 5));
    }

    @Test
    void slotNames_perOptimizer_arePyTorchs() {
        assertThat(Optimizer.of(ADAM_W, LAYOUT).slotNames()).containsExactly("exp_avg", "exp_avg_sq");
        assertThat(Optimizer.of(MOMENTUM, LAYOUT).slotNames()).containsExactly("momentum_buffer");
        assertThat(Optimizer.of(new SgdConfig(0, 0, false), LAYOUT).slotNames()).isEmpty();
    }

    @Test
    void update_buffersThatDoNotFit_areRefused() {
        Optimizer optimizer = Optimizer.of(ADAM_W, LAYOUT);
        OptimizerState state = optimizer.initialState(LENGTH);

        assertRefused(() -> optimizer.step(new float[3], new float[LENGTH], state, 0.1), "parameters", "3", "60");
        assertRefused(() -> optimizer.step(new float[LENGTH], new float[61], state, 0.1), "gradients", "61", "60");
        assertRefused(
                () -> optimizer.step(new float[LENGTH], new float[LENGTH], OptimizerState.zero(1, LENGTH), 0.1),
                "exp_avg_sq",
                "another optimizer");
        assertRefused(
                () -> optimizer.step(new float[LENGTH], new float[LENGTH], OptimizerState.zero(2, 59), 0.1),
                "moment",
                "59");
        assertRefused(
                () -> optimizer.update(
                        new float[LENGTH], new float[LENGTH], optimizer.initialState(LENGTH), 0.1, 0, LENGTH),
                "advance()");
    }

    @Test
    void copy_ofAState_isIndependent() {
        OptimizerState state = new OptimizerState(new float[][] {{1, 2}, {3, 4}}, 5);

        OptimizerState copy = state.copy();
        state.slots()[1][0] = 9;
        state.advance();

        assertThat(copy.slots()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
        assertThat(copy.steps()).isEqualTo(5);
        assertThat(state.steps()).isEqualTo(6);
    }

    private static void assertRefused(Runnable action, String... parts) {
        assertThatThrownBy(action::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
