package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Universal.Halting;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DepthSchemeTest {
    private static final int TOKENS = 5;
    private static final String HALT_WEIGHT = "blocks.0.halt.weight";
    private static final String HALT_BIAS = "blocks.0.halt.bias";

    private static Stack stack(DepthScheme scheme, int depth, boolean shared) {
        return new Stack(
                (x, layers) -> Attention.FULL.apply(
                        x,
                        new Layers(
                                layers.scope(),
                                layers.depth(),
                                layers.heads(),
                                layers.causal(),
                                layers.bias(),
                                layers.block(),
                                Layering.PLAIN.sharing(shared).by(scheme))),
                TOKENS,
                depth,
                false,
                TOKENS);
    }

    private static Universal halting(double ponder) {
        return new Universal(Optional.of(new Halting(0.01, ponder)));
    }

    /** Of the names of parameters. */
    private static List<String> names(Stack stack) {
        return stack.graph(GraphSettings.Mode.INFERENCE).layout().parameters().stream()
                .map(ParameterSpec::name)
                .toList();
    }

    static Stream<DepthScheme> ofOwnWeights() {
        return Stream.of(DepthScheme.INTERLEAVED, new Sandwich(1), new Sandwich(2), new Sandwich(3), new Reversible());
    }

    @ParameterizedTest
    @MethodSource("ofOwnWeights")
    void gradient_ofLayersOfTheirOwn_isThatOfDifferences(DepthScheme scheme) {
        requireGradients(stack(scheme, 3, false));
    }

    @ParameterizedTest
    @CsvSource({"false, 5", "true, 5", "true, 3"})
    void gradient_ofOneLayer_isThatOfDifferences(boolean halting, int real) {
        requireGradients(
                stack(halting ? halting(0.3) : new Universal(), 3, true).withReal(real));
    }

    private static void requireGradients(Stack stack) {
        GradientCheck.checkDirections(
                stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
    }

    @Test
    void sandwich_order_isThatOfThePaper() {
        assertThat(new Sandwich(5).order(9)).isEqualTo("ssssssfsfsfsffffff");
        assertThat(new Sandwich(0).order(3)).isEqualTo("sfsfsf");
        assertThat(new Sandwich(3).order(3)).isEqualTo("sssfff");
    }

    @Test
    void sandwich_ofNone_isTheBaselineBitForBit() {
        assertThat(stack(new Sandwich(0), 3, false).y(Map.of()))
                .isEqualTo(stack(DepthScheme.INTERLEAVED, 3, false).y(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void sandwich_anySize_hasTheSameParametersAndAnotherResult(int size) {
        Stack sandwich = stack(new Sandwich(size), 3, false);
        Stack baseline = stack(DepthScheme.INTERLEAVED, 3, false);

        assertThat(names(sandwich)).isEqualTo(names(baseline));
        assertThat(sandwich.y(Map.of())).isNotEqualTo(baseline.y(Map.of()));
    }

    @Test
    void universal_anyDepth_hasTheParametersOfOneLayer() {
        assertThat(names(stack(new Universal(), 6, true))).isEqualTo(names(stack(DepthScheme.INTERLEAVED, 1, false)));
    }

    /** The tokens after each step, by one layer at a time. */
    private static double[][] states(int steps, Map<String, double[]> given) {
        Stack one = stack(DepthScheme.INTERLEAVED, 1, false);
        double[][] states = new double[steps + 1][];
        states[0] = given.getOrDefault("x", one.x());
        for (int step = 0; step < steps; step++) {
            double[] x = states[step].clone();
            double[] time = Sinusoids.row(step + 1.0, Stack.WIDTH, Sinusoids.Arrangement.INTERLEAVED);
            for (int i = 0; i < x.length; i++) {
                double[] place = Sinusoids.row(
                        (double) (i / Stack.WIDTH % TOKENS), Stack.WIDTH, Sinusoids.Arrangement.INTERLEAVED);
                x[i] += place[i % Stack.WIDTH] + time[i % Stack.WIDTH];
            }
            states[step + 1] = one.y(x);
        }
        return states;
    }

    @Test
    void universal_threeSteps_isOneLayerThreeTimes() {
        Stack.assertClose(stack(new Universal(), 3, true).y(Map.of()), states(3, Map.of())[3]);
    }

    /** All tokens alike: this probability after each step. */
    private static Map<String, double[]> halts(double logit) {
        return new HashMap<>(Map.of(HALT_WEIGHT, new double[Stack.WIDTH], HALT_BIAS, new double[] {logit}));
    }

    @Test
    void halting_certainAtOnce_isOneStepHoweverManyThereMayBe() {
        double[] once = states(1, Map.of())[1];
        Stack.assertClose(stack(halting(0), 2, true).y(halts(50)), once);
        Stack.assertClose(stack(halting(0), 6, true).y(halts(50)), once);
    }

    @Test
    void halting_never_isTheLastStep() {
        Stack.assertClose(stack(halting(0), 3, true).y(halts(-50)), states(3, Map.of())[3]);
    }

    /** A half after the first step, and what is missing after the second. */
    @Test
    void halting_halfOfTheTime_isTheMeanOfTwoStates() {
        double[][] states = states(2, Map.of());
        double[] mean = IntStream.range(0, states[0].length)
                .mapToDouble(i -> (states[1][i] + states[2][i]) / 2)
                .toArray();
        Stack.assertClose(stack(halting(0), 2, true).y(halts(0)), mean);
        Stack.assertClose(stack(halting(0), 5, true).y(halts(0)), mean);
    }

    /** Steps and remainder of each token: two and a half. */
    @Test
    void halting_ponder_isAddedToTheLoss() {
        double none = loss(stack(halting(0), 4, true), halts(0));
        double some = loss(stack(halting(0.1), 4, true), halts(0));

        assertThat(some - none).isCloseTo(0.1 * Stack.BATCH * 2.5, within(1e-9));
    }

    private static double loss(Stack stack, Map<String, double[]> given) {
        ModelGraph graph = stack.graph(GraphSettings.Mode.TRAINING);
        double[] parameters = stack.parameters(given);
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            stack.setInputs(plan);
            plan.run();
            return plan.loss();
        }
    }

    /** A token that is done stays as it is while others go on: what they hear of it is the same. */
    @Test
    void halting_someTokens_weightsAddUpToOne() {
        double[] weight = new double[Stack.WIDTH];
        Arrays.fill(weight, 2);
        Map<String, double[]> given = new HashMap<>(Map.of(HALT_WEIGHT, weight, HALT_BIAS, new double[] {0}));
        Stack stack = stack(halting(0), 4, true);
        double[] y = stack.y(given);
        Map<String, double[]> silent = new HashMap<>(given);
        for (String name : names(stack)) { // with branches of zeros all states differ by coordinates alone
            if (name.endsWith("proj.weight") || name.endsWith("proj.bias") || name.contains("fc2")) {
                ParameterSpec spec =
                        stack.graph(GraphSettings.Mode.INFERENCE).layout().parameter(name);
                silent.put(name, new double[spec.length()]);
            }
        }

        assertThat(y).isNotEqualTo(stack.y(silent));
        double[] far = stack.x();
        Arrays.setAll(far, i -> far[i] + 100);
        silent.put(HALT_WEIGHT, new double[Stack.WIDTH]);
        silent.put("x", far);
        for (double value : stack.y(silent)) {
            assertThat(value).isBetween(85.0, 115.0); // 100 times the sum of weights, and what was added to it
        }
    }

    @Test
    void fit_whatHasNoMeaning_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sandwich(4).requireFit(3, false))
                .withMessageContaining("sandwich = 4 of 3 layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Universal().requireFit(3, false))
                .withMessageContaining("share the blocks");
        assertThatIllegalArgumentException().isThrownBy(() -> new Halting(1, 0)).withMessageContaining("epsilon = 1");
    }
}
