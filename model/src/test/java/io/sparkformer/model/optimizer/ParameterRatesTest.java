package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.optimizer.GradientNorm.Reader;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Parameters that learn at rates of their own, or not at all, in every optimizer. */
class ParameterRatesTest {
    private static final int LENGTH = LARGE.length();
    private static final LambConfig LAMB = new LambConfig(0.9, 0.999, 1e-6, 0.1);

    /** Two slow ones beside each other, a fast one, and frozen ones that end within blocks, one with weight decay. */
    private static final ParameterRates RATES = ParameterRates.of(
            Map.of("a.weight", 0.0, "b.bias", 0.25, "c.weight", 0.3, "e.bias", 0.0, "f.weight", 3.0), LARGE);

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

    private record Trained(float[] parameters, OptimizerState state) {}

    private static Trained trained(OptimizerConfig config, ParameterRates rates, long seed, int steps) {
        Optimizer optimizer = Optimizer.of(config, LARGE, rates);
        ArrayOptimizer stepper = new ArrayOptimizer(optimizer);
        float[] parameters = Vectors.normal(LENGTH, seed);
        OptimizerState state = optimizer.initialState(LENGTH);
        for (int step = 0; step < steps; step++) {
            state = stepper.step(parameters, Vectors.normal(LENGTH, seed + step + 1), state, 0.01);
        }
        return new Trained(parameters, state);
    }

    private static NaiveOptimizer naive(OptimizerConfig config, long seed, float[] parameters, int steps) {
        NaiveOptimizer naive = new NaiveOptimizer(config, LARGE, RATES);
        for (int step = 0; step < steps; step++) {
            naive.step(parameters, Vectors.normal(LENGTH, seed + step + 1), 0.01);
        }
        return naive;
    }

    @Property(tries = 40)
    void step_elementwiseRules_areTheNaiveTwinsBitForBit(
            @ForAll("elementwise") OptimizerConfig config, @ForAll long seed) {
        Trained actual = trained(config, RATES, seed, 10);
        float[] expected = Vectors.normal(LENGTH, seed);
        NaiveOptimizer naive = naive(config, seed, expected, 10);

        assertThat(actual.parameters()).isEqualTo(expected);
        assertThat(actual.state().slots())
                .isDeepEqualTo(naive.slots(actual.state().slots().length));
    }

    /** But for the rounding of the norms' sums. */
    @Property(tries = 20)
    void step_lamb_isTheNaiveTwin(@ForAll long seed) {
        Trained actual = trained(LAMB, RATES, seed, 5);
        float[] expected = Vectors.normal(LENGTH, seed);
        NaiveOptimizer naive = naive(LAMB, seed, expected, 5);

        assertThat(actual.parameters()).containsExactly(expected, within(1e-6f));
        assertThat(actual.state().slots()).isDeepEqualTo(naive.slots(2));
    }

    @Property(tries = 20)
    void step_frozenParameters_keepTheirBitsAndHaveNoMoments(@ForAll("all") OptimizerConfig config, @ForAll long seed) {
        float[] before = Vectors.normal(LENGTH, seed);
        Trained trained = trained(config, RATES, seed, 3);

        for (ParameterSpec parameter : LARGE.parameters()) {
            int moved = 0;
            for (int i = parameter.offset(); i < parameter.offset() + parameter.length(); i++) {
                moved += trained.parameters()[i] == before[i] ? 0 : 1;
                for (float[] slot : trained.state().slots()) {
                    assertThat(slot[i] == 0).as(parameter.name()).isEqualTo(RATES.frozen(parameter));
                }
            }
            if (RATES.frozen(parameter)) {
                assertThat(moved).as(parameter.name()).isZero();
            } else {
                // One of many thousands may come back to its very bits.
                assertThat(moved).as(parameter.name()).isGreaterThan(parameter.length() * 99 / 100);
            }
        }
    }

    @Property(tries = 10)
    void step_ratesOf1_areTheSameBitsAsNone(@ForAll("all") OptimizerConfig config, @ForAll long seed) {
        ParameterRates ones = ParameterRates.of(Map.of("a.weight", 1.0, "e.bias", 1.0), LARGE);

        assertThat(trained(config, ones, seed, 3).parameters())
                .isEqualTo(trained(config, ParameterRates.equal(), seed, 3).parameters());
    }

    @Test
    void gradientNorm_frozenParameters_doNotCount() {
        float[] gradients = Vectors.normal(LENGTH, 3);
        float[] counted = gradients.clone();
        for (ParameterSpec parameter : LARGE.parameters()) {
            if (RATES.frozen(parameter)) {
                gradients[parameter.offset()] = Float.NaN;
                Arrays.fill(counted, parameter.offset(), parameter.offset() + parameter.length(), 0);
            }
        }
        Optimizer optimizer = Optimizer.of(LAMB, LARGE, RATES);

        double norm = new GradientNorm(optimizer, Parts.one()).of(reader(gradients));

        assertThat(norm).isEqualTo(new GradientNorm(LENGTH, Parts.one()).of(reader(counted)));
    }

    private static Reader reader(float[] gradients) {
        return (part, offset, target, count) -> System.arraycopy(gradients, offset, target, 0, count);
    }

    @Test
    void of_unknownParameter_isRefused() {
        assertThatThrownBy(() -> ParameterRates.of(Map.of("g.weight", 0.5), LARGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no parameter g.weight");
    }

    @Test
    void of_negativeOrNotFinite_isRefused() {
        assertThatThrownBy(() -> ParameterRates.of(Map.of("a.weight", -0.5), LARGE))
                .hasMessageContaining("rate of a.weight = -0.5");
        assertThatThrownBy(() -> ParameterRates.of(Map.of("a.weight", Double.NaN), LARGE))
                .hasMessageContaining("rate of a.weight = NaN");
    }

    @Test
    void of_allFrozen_isRefused() {
        Map<String, Double> zeros =
                LARGE.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, parameter -> 0.0));

        assertThatThrownBy(() -> ParameterRates.of(zeros, LARGE)).hasMessageContaining("all parameters are frozen");
    }
}
