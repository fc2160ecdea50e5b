package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterOptimizerTest {
    private static final int LENGTH = 50;
    private static final OuterRound ROUND = new OuterRound(0.01);

    @Test
    void step_plain_isTheAverage() {
        OuterOptimizer outer = new OuterOptimizer(new PlainAverage());
        float[] average = {3, 4};

        assertThat(outer.initialVelocity(2)).isEmpty();
        assertThat(outer.step(ROUND, new float[] {1, 2}, average, new float[0])).containsExactly(3, 4);
    }

    @Test
    void step_nesterov_hasTheValuesOfTheFormula() {
        OuterOptimizer outer = new OuterOptimizer(new OuterNesterov(0.5, 0.75));
        float[] velocity = outer.initialVelocity(1);

        float[] first = outer.step(ROUND, new float[] {10}, new float[] {8}, velocity); // delta 2, v 2, 10 - 0.5 * 3.5
        assertThat(velocity).containsExactly(2);
        assertThat(first).containsExactly(8.25f);

        float[] second = outer.step(ROUND, first, new float[] {7.25f}, velocity); // delta 1, v 2.5, 8.25 - 0.5 * 2.875
        assertThat(velocity).containsExactly(2.5f);
        assertThat(second).containsExactly(6.8125f);
    }

    /** DiLoCo's outer optimizer is PyTorch's SGD on the difference, which the golden values of Sgd pin down. */
    @Property(tries = 50)
    void step_nesterov_isSgdWithTheDifferenceAsGradient(@ForAll long seed) {
        OuterOptimizer outer = new OuterOptimizer(new OuterNesterov(0.7, 0.9));
        Optimizer sgd = Optimizer.of(
                new SgdConfig(0.9, 0, true),
                ParameterLayout.of(List.of(new Declaration("a", new long[] {LENGTH}, false))));
        OptimizerState state = sgd.initialState(LENGTH);
        ArrayOptimizer steps = new ArrayOptimizer(sgd);
        float[] model = Vectors.normal(LENGTH, seed);
        float[] expected = model.clone();
        float[] velocity = outer.initialVelocity(LENGTH);

        for (int round = 0; round < 5; round++) {
            float[] average = Vectors.normal(LENGTH, seed + round + 1);
            float[] difference = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                difference[i] = expected[i] - average[i];
            }
            state = steps.step(expected, difference, state, 0.7);
            model = outer.step(ROUND, model, average, velocity);

            assertThat(Vectors.distance(model, expected)).isLessThan(1e-5);
        }
    }

    @Property(tries = 100)
    void step_nesterovWithoutMomentumAtRateOne_isTheAverageUpToRounding(@ForAll long seed) {
        OuterOptimizer outer = new OuterOptimizer(new OuterNesterov(1, 0));
        float[] average = Vectors.normal(LENGTH, seed);

        float[] next = outer.step(ROUND, Vectors.normal(LENGTH, seed + 1), average, outer.initialVelocity(LENGTH));

        for (int i = 0; i < LENGTH; i++) {
            assertThat(next[i]).isCloseTo(average[i], within(1e-6f));
        }
    }

    @Test
    void step_slowMomentum_hasTheValuesOfTheFormula() {
        OuterOptimizer outer = new OuterOptimizer(new SlowMomentum(0.5, 0.75));
        float[] velocity = outer.initialVelocity(1);

        // u = 2 / 0.5, 10 - 0.5 * 0.5 * 4
        float[] first = outer.step(new OuterRound(0.5), new float[] {10}, new float[] {8}, velocity);
        assertThat(velocity).containsExactly(4);
        assertThat(first).containsExactly(9);

        // u = 0.75 * 4 + 1 / 0.25, 9 - 0.5 * 0.25 * 7
        float[] second = outer.step(new OuterRound(0.25), first, new float[] {8}, velocity);
        assertThat(velocity).containsExactly(7);
        assertThat(second).containsExactly(8.125f);
    }

    @Property(tries = 100)
    void step_slowMomentumOfNoneAtRateOne_isTheAverageUpToRounding(
            @ForAll long seed, @ForAll @DoubleRange(min = 1e-6, max = 2) @Scale(6) double rate) {
        OuterOptimizer outer = new OuterOptimizer(new SlowMomentum(1, 0));
        float[] average = Vectors.normal(LENGTH, seed);

        float[] next = outer.step(
                new OuterRound(rate), Vectors.normal(LENGTH, seed + 1), average, outer.initialVelocity(LENGTH));

        for (int i = 0; i < LENGTH; i++) {
            assertThat(next[i]).isCloseTo(average[i], within(2e-6f));
        }
    }

    /** What the paper divides by the learning rate for: rounds of half the rate and half the way are half the step. */
    @Property(tries = 50)
    void step_slowMomentumWithTheRateScaled_movesInProportion(@ForAll long seed) {
        OuterOptimizer outer = new OuterOptimizer(new SlowMomentum(1, 0.9));
        float[] whole = new float[LENGTH];
        float[] half = new float[LENGTH];
        float[] wholeVelocity = outer.initialVelocity(LENGTH);
        float[] halfVelocity = outer.initialVelocity(LENGTH);
        for (int round = 0; round < 4; round++) {
            float[] moved = Vectors.normal(LENGTH, seed + round);
            whole = outer.step(new OuterRound(0.5), whole, sum(whole, moved, 1), wholeVelocity);
            half = outer.step(new OuterRound(0.25), half, sum(half, moved, 0.5f), halfVelocity);
        }

        for (int i = 0; i < LENGTH; i++) {
            assertThat(2 * half[i]).isCloseTo(whole[i], within(1e-4f));
        }
    }

    private static float[] sum(float[] from, float[] moved, float scale) {
        float[] sum = new float[from.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = from[i] + scale * moved[i];
        }
        return sum;
    }

    /** The end of a very long cosine schedule, or a rate below the smallest float. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-60})
    void step_slowMomentumAtRateZero_keepsModelAndMomentum(double rate) {
        OuterOptimizer outer = new OuterOptimizer(new SlowMomentum(1, 0.9));
        float[] velocity = {5, 6};

        float[] next = outer.step(new OuterRound(rate), new float[] {1, 2}, new float[] {1, 2}, velocity);

        assertThat(next).containsExactly(1, 2);
        assertThat(velocity).containsExactly(5, 6);
    }

    /** As a sharded exchange does it: piece by piece, and the average's own memory becomes the next model. */
    @Property(tries = 50)
    void step_inPieces_sameBitsAsTheWhole(
            @ForAll("configs") OuterOptimizerConfig config, @ForAll @IntRange(min = 1, max = 60) int piece) {
        OuterOptimizer outer = new OuterOptimizer(config);
        float[] before = Vectors.normal(LENGTH, piece);
        float[] average = Vectors.normal(LENGTH, piece + 1);
        float[] velocity = Vectors.normal(outer.initialVelocity(LENGTH).length, piece + 2);
        float[] rolled = velocity.clone();
        float[] whole = outer.step(ROUND, before, average, rolled);

        for (int from = 0; from < LENGTH; from += piece) {
            int to = Math.min(LENGTH, from + piece);
            float[] next = Arrays.copyOfRange(average, from, to);
            float[] part = velocity.length == 0 ? velocity : Arrays.copyOfRange(velocity, from, to);

            outer.step(ROUND, new OuterStretch(Arrays.copyOfRange(before, from, to), next, part, next));

            assertThat(next).isEqualTo(Arrays.copyOfRange(whole, from, to));
            assertThat(part).isEqualTo(rolled.length == 0 ? rolled : Arrays.copyOfRange(rolled, from, to));
        }
    }

    @Provide
    Arbitrary<OuterOptimizerConfig> configs() {
        return Arbitraries.of(new PlainAverage(), new OuterNesterov(0.7, 0.9), new SlowMomentum(0.8, 0.6));
    }

    @Test
    void step_plainIntoAnotherArray_copiesTheAverage() {
        float[] next = new float[2];

        new OuterOptimizer(new PlainAverage())
                .step(ROUND, new OuterStretch(new float[] {1, 2}, new float[] {3, 4}, new float[0], next));

        assertThat(next).containsExactly(3, 4);
    }

    @Test
    void step_nesterov_leavesItsInputs() {
        float[] before = {1, 2};
        float[] average = {3, 5};

        new OuterOptimizer(new OuterNesterov(0.7, 0.9)).step(ROUND, before, average, new float[2]);

        assertThat(before).containsExactly(1, 2);
        assertThat(average).containsExactly(3, 5);
    }

    @Test
    void step_velocityOfAnotherOptimizer_isRefused() {
        OuterOptimizer nesterov = new OuterOptimizer(new OuterNesterov(0.7, 0.9));
        OuterOptimizer plain = new OuterOptimizer(new PlainAverage());

        assertThatThrownBy(() -> nesterov.step(ROUND, new float[2], new float[2], new float[0]))
                .hasMessageContaining("outer velocity");
        assertThatThrownBy(() -> plain.step(ROUND, new float[2], new float[2], new float[2]))
                .hasMessageContaining("outer velocity");
        assertThatThrownBy(() -> plain.step(ROUND, new float[2], new float[3], new float[0]))
                .hasMessageContaining("average");
    }
}
