package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Steps over several blocks, whose bounds lie within and at the ends of tensors. */
class BlockwiseOptimizerTest {
    private static final int LENGTH = LARGE.length();
    private static final LambConfig LAMB = new LambConfig(0.9, 0.999, 1e-6, 0.1);

    @Provide
    Arbitrary<OptimizerConfig> elementwise() {
        return Arbitraries.of(
                new AdamWConfig(0.9, 0.999, 1e-8, 0.1),
                new SgdConfig(0, 0.1, false),
                new SgdConfig(0.9, 0.1, false),
                new SgdConfig(0.9, 0.1, true));
    }

    @Provide
    Arbitrary<OptimizerConfig> all() {
        return Arbitraries.oneOf(elementwise(), Arbitraries.just(LAMB));
    }

    /** The blocks' kernels, in vector instructions once they are compiled, compute what plain loops do. */
    @Property(tries = 40)
    void step_elementwiseRules_areTheNaiveTwinsBitForBit(
            @ForAll("elementwise") OptimizerConfig config, @ForAll long seed) {
        Optimizer optimizer = Optimizer.of(config, LARGE);
        ArrayOptimizer steps = new ArrayOptimizer(optimizer);
        NaiveOptimizer naive = new NaiveOptimizer(config, LARGE);
        float[] actual = Vectors.normal(LENGTH, seed);
        float[] expected = actual.clone();
        OptimizerState state = optimizer.initialState(LENGTH);

        for (int step = 0; step < 20; step++) {
            float[] gradients = Vectors.normal(LENGTH, seed + step + 1);
            state = steps.step(actual, gradients, state, 0.01);
            naive.step(expected, gradients, 0.01);
        }

        assertThat(actual).isEqualTo(expected);
        assertThat(state.slots()).isDeepEqualTo(naive.slots(state.slots().length));
    }

    /** The order in which a norm is summed differs in the last bits of a double, and a rate in that of a float. */
    @Property(tries = 20)
    void step_lamb_isTheNaiveTwinButForTheNormsRounding(@ForAll long seed) {
        Optimizer optimizer = Optimizer.of(LAMB, LARGE);
        ArrayOptimizer steps = new ArrayOptimizer(optimizer);
        NaiveOptimizer naive = new NaiveOptimizer(LAMB, LARGE);
        float[] actual = Vectors.normal(LENGTH, seed);
        float[] expected = actual.clone();
        OptimizerState state = optimizer.initialState(LENGTH);

        for (int step = 0; step < 5; step++) {
            float[] gradients = Vectors.normal(LENGTH, seed + step + 1);
            state = steps.step(actual, gradients, state, 0.01);
            naive.step(expected, gradients, 0.01);
        }

        assertThat(actual).containsExactly(expected, within(1e-6f));
        assertThat(state.slots()).isDeepEqualTo(naive.slots(2));
    }

    @Property(tries = 40)
    void step_inParts_isTheWholeStepBitForBit(
            @ForAll("all") OptimizerConfig config, @ForAll @IntRange(min = 2, max = 12) int parts, @ForAll long seed) {
        Optimizer optimizer = Optimizer.of(config, LARGE);
        ArrayOptimizer whole = new ArrayOptimizer(optimizer);
        ArrayOptimizer parted = new ArrayOptimizer(optimizer, new Threads(parts));
        float[] expected = Vectors.normal(LENGTH, seed);
        float[] actual = expected.clone();
        OptimizerState wholeState = optimizer.initialState(LENGTH);
        OptimizerState partsState = wholeState;

        for (int step = 0; step < 3; step++) {
            float[] gradients = Vectors.normal(LENGTH, seed + step + 1);
            wholeState = whole.step(expected, gradients, wholeState, 0.01);
            partsState = parted.step(actual, gradients, partsState, 0.01);
        }

        assertThat(actual).isEqualTo(expected);
        assertThat(partsState.slots()).isDeepEqualTo(wholeState.slots());
        assertThat(partsState.steps()).isEqualTo(3);
    }

    /** The last part first, then the others side by side. */
    private record Threads(int count) implements Parts {
        @Override
        public void run(IntConsumer work) {
            work.accept(count - 1);
            IntStream.range(0, count - 1).parallel().forEach(work);
        }
    }

    /** By a power of two, so that the product itself is exact. */
    @Property(tries = 40)
    void step_gradientScale_isThatOfTheScaledGradient(@ForAll("all") OptimizerConfig config, @ForAll long seed) {
        float[] scaled = Vectors.normal(LENGTH, seed);
        float[] given = Vectors.normal(LENGTH, seed);
        for (int i = 0; i < LENGTH; i++) {
            given[i] *= 64;
        }

        assertThat(stepped(config, given, 1.0 / 64)).isEqualTo(stepped(config, scaled, 1));
    }

    /** Exploding gradients under a small limit: neither 1e-40 nor the gradients times it may lose their bits. */
    @Test
    void step_gradientScaleBelowTheRangeOfFloats_keepsAllBits() {
        float[] unit = Vectors.normal(LENGTH, 1);
        float[] huge = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            huge[i] = unit[i] * 0x1p120f;
        }
        SgdConfig config = new SgdConfig(0, 0, false);

        assertThat(stepped(config, huge, 0x1.8p-133)).isEqualTo(stepped(config, unit, 0x1.8p-13));
    }

    private static float[] stepped(OptimizerConfig config, float[] gradients, double scale) {
        Optimizer optimizer = Optimizer.of(config, LARGE);
        float[] parameters = Vectors.normal(LENGTH, 5);
        new ArrayOptimizer(optimizer).step(parameters, gradients, scale, optimizer.initialState(LENGTH), 0.5);
        return parameters;
    }

    @Property(tries = 10)
    void step_gradients_areNotModified(@ForAll("all") OptimizerConfig config) {
        float[] gradients = Vectors.normal(LENGTH, 5);

        stepped(config, gradients, 0.3);

        assertThat(gradients).isEqualTo(Vectors.normal(LENGTH, 5));
    }

    @Test
    void step_factorNotPositive_isRefused() {
        assertThatThrownBy(() -> stepped(LAMB, new float[LENGTH], Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the gradients' factor = NaN");
    }

    @Test
    void momentsCopyOf_stateOfAnotherOptimizer_isRefused() {
        Optimizer optimizer = Optimizer.of(LAMB, LARGE);

        assertThatThrownBy(() -> Moments.copyOf(OptimizerState.zero(1, LENGTH), optimizer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("exp_avg_sq", "another optimizer");
        assertThatThrownBy(() -> Moments.copyOf(OptimizerState.zero(2, LENGTH - 1), optimizer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("moment", String.valueOf(LENGTH - 1));
    }

    @Test
    void moments_ofAState_areIndependent() {
        Optimizer optimizer = Optimizer.of(LAMB, LARGE);
        OptimizerState state =
                new OptimizerState(new float[][] {Vectors.normal(LENGTH, 1), Vectors.normal(LENGTH, 2)}, 5);

        Moments moments = Moments.copyOf(state, optimizer);
        OptimizerState before = moments.toState();
        moments.slots().get(1).block(3)[1] = 9;
        moments.advance();

        assertThat(before.slots()).isDeepEqualTo(state.slots());
        assertThat(before.steps()).isEqualTo(5);
        assertThat(moments.toState().slots()[1][3 * Blocks.SIZE + 1]).isEqualTo(9);
        assertThat(moments.toState().steps()).isEqualTo(6);
    }
}
