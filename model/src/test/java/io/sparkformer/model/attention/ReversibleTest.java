package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.Recomputation;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.plan.TrainedStep;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReversibleTest {
    private static final int TOKENS = 5;
    private static final int DEPTH = 3;

    /** The engines that compute gradients. */
    enum Engine {
        ND4J,
        CPU;

        Kernels kernels() {
            return this == ND4J ? new Nd4jKernels() : new CpuKernels(Precision.F32);
        }
    }

    private static Stack stack(DepthScheme scheme, int depth) {
        return new Stack(
                (x, layers) -> new Layers(
                                layers.scope(),
                                layers.depth(),
                                layers.heads(),
                                layers.causal(),
                                layers.bias(),
                                layers.block(),
                                Layering.PLAIN.by(scheme))
                        .apply(x),
                TOKENS,
                depth,
                false,
                TOKENS);
    }

    /** What one sublayer of a layer adds to x, by an ordinary layer whose other sublayer adds nothing. */
    private static double[] branch(Map<String, double[]> parameters, int layer, String silent, double[] x) {
        Map<String, double[]> given = new HashMap<>();
        parameters.forEach((name, values) -> {
            String prefix = "blocks." + layer + ".";
            if (name.startsWith(prefix)) {
                boolean isSilent = name.startsWith(prefix + silent);
                given.put("blocks.0." + name.substring(prefix.length()), isSilent ? new double[values.length] : values);
            }
        });
        given.put("x", x);
        double[] sum = stack(DepthScheme.INTERLEAVED, 1).y(given);
        return IntStream.range(0, x.length).mapToDouble(i -> sum[i] - x[i]).toArray();
    }

    private static double[] sum(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    @Test
    void apply_threeLayers_isTheDefinition() {
        Stack reversible = stack(new Reversible(), DEPTH);
        double[] flat = reversible.parameters(Map.of());
        Map<String, double[]> parameters = new HashMap<>();
        for (ParameterSpec spec :
                reversible.graph(GraphSettings.Mode.INFERENCE).layout().parameters()) {
            double[] values = new double[spec.length()];
            System.arraycopy(flat, spec.offset(), values, 0, values.length);
            parameters.put(spec.name(), values);
        }
        double[] first = Objects.requireNonNull(parameters.get("x"));
        double[] second = first;
        for (int layer = 0; layer < DEPTH; layer++) {
            first = sum(first, branch(parameters, layer, "mlp.fc2", second));
            second = sum(second, branch(parameters, layer, "attn.proj", first));
        }
        double[] mean = sum(first, second);
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= 2;
        }

        Stack.assertClose(reversible.y(Map.of()), mean);
    }

    @Test
    void inverse_ofEveryLayer_isItsInput() {
        Stack stack = stack(new Reversible(), DEPTH);
        ModelGraph graph = stack.graph(GraphSettings.Mode.INFERENCE);
        List<String> kept = new ArrayList<>(graph.inverses().keySet());
        kept.addAll(graph.inverses().values());
        double[] parameters = stack.parameters(Map.of());

        assertThat(graph.inverses()).hasSize(2 * (DEPTH - 1));
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels(), PlanSettings.keeping(Set.copyOf(kept)))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            stack.setInputs(plan);
            plan.run();
            graph.inverses()
                    .forEach((x, same) -> assertThat(plan.values(same)).containsExactly(plan.values(x), within(1e-12)));
        }
    }

    private static ModelGraph vit(Attention attention, int depth) {
        VitConfig config = new VitConfig(
                28,
                1,
                4,
                48,
                depth,
                4,
                192,
                10,
                VitConfig.Pooling.CLS,
                0.1,
                0.1,
                1e-6,
                Layering.of(attention).by(new Reversible()));
        return Vit.graph(config, GraphSettings.training(8)); // anew for each plan, which adds its gradients
    }

    static Stream<Arguments> stacks() {
        Attention routing = new RoutingAttention(5, 0.9, OptionalInt.empty());
        return Stream.of(
                Arguments.of(Engine.ND4J, Attention.FULL, 6),
                Arguments.of(Engine.CPU, Attention.FULL, 6),
                Arguments.of(Engine.CPU, routing, 6),
                Arguments.of(Engine.CPU, new LshAttention(10, 2, 1), 6));
    }

    /** Also where a token is heard by what it says: it must not change sides by the rounding of an inverse. */
    @ParameterizedTest
    @MethodSource("stacks")
    void inverses_gradients_areThoseOfTheKept(Engine engine, Attention attention, int depth) {
        expectSameGradients(engine, attention, depth);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Engine.class)
    void inverses_gradientsOfManyLayers_areThoseOfTheKept(Engine engine) {
        expectSameGradients(engine, Attention.FULL, 24);
    }

    private static void expectSameGradients(Engine engine, Attention attention, int depth) {
        TrainedStep kept =
                TrainedStep.of(vit(attention, depth).withoutInverses(), engine.kernels(), PlanSettings.DEFAULT);
        TrainedStep inverted = TrainedStep.of(vit(attention, depth), engine.kernels(), PlanSettings.DEFAULT);

        assertThat(inverted.loss()).isCloseTo(kept.loss(), within(1e-5));
        float largest = 0;
        for (float gradient : kept.gradients()) {
            largest = Math.max(largest, Math.abs(gradient));
        }
        assertThat(inverted.gradients()).containsExactly(kept.gradients(), within(1e-4f * largest));
        assertThat(inverted.gradients()).isNotEqualTo(kept.gradients()); // else nothing was inverted
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void inverses_memory_doesNotGrowWithDepth(Engine engine) {
        for (Recomputation any : Recomputation.values()) {
            assertThat(growth(engine, true, any)).isLessThan(1.1);
        }
        assertThat(growth(engine, false, Recomputation.BLOCKS)).isGreaterThan(1.3);
        assertThat(growth(engine, false, Recomputation.NONE)).isGreaterThan(3);
    }

    /** Working memory, gradients included, of 24 layers over that of 4; each layer's gradients are a hundredth of its activations. */
    private static double growth(Engine engine, boolean inverses, Recomputation recomputation) {
        return (double) bytes(engine, 24, inverses, recomputation) / bytes(engine, 4, inverses, recomputation);
    }

    private static long bytes(Engine engine, int depth, boolean inverses, Recomputation recomputation) {
        VitConfig config = new VitConfig(
                32, 1, 2, 16, depth, 2, 32, 10, VitConfig.Pooling.CLS, 0, 0, 1e-6, Layering.PLAIN.by(new Reversible()));
        ModelGraph graph = Vit.graph(config, GraphSettings.training(8));
        try (StepPlan plan = StepPlan.forTraining(
                inverses ? graph : graph.withoutInverses(),
                engine.kernels(),
                PlanSettings.recomputing(recomputation))) {
            return plan.workingBytes();
        }
    }

    @Test
    void connection_withoutInverse_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StackConfig(
                        8,
                        2,
                        2,
                        16,
                        ActivationFunction.GELU,
                        SublayerConnection.POST_NORM,
                        1e-5,
                        false,
                        Layering.PLAIN.by(new Reversible())))
                .withMessageContaining("PRE_NORM");
    }
}
