package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Single operations and their gradients against PyTorch's (src/test/python/operations_golden.py), and chains of tags against the sum
 * over all paths (src/test/python/chain_golden.py).
 */
class OperationGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("operations.json");
    private static final JsonNode CHAINS = Golden.read("chain.json");

    /** ND4J in double, beyond what its polynomials for tanh and the like lose. */
    private static final double EXACT = 1e-11;

    private static final double SINGLE = 2e-6;

    private static final Map<String, Function<Operands, Tensor>> OPERATIONS = new TreeMap<>();

    static {
        for (ActivationFunction function : ActivationFunction.values()) {
            String name = function.name().toLowerCase(Locale.ROOT);
            OPERATIONS.put(name, o -> Composites.activation(function, o.real("x")));
        }
        OPERATIONS.put("embedding", o -> Composites.embedding(o.real("table"), o.integers("ids")));
        OPERATIONS.put("cross_entropy", o -> Losses.crossEntropy(o.real("logits"), o.real("targets")));
        OPERATIONS.put("sparse_cross_entropy", o -> sparse(o, 0, -100));
        OPERATIONS.put("sparse_cross_entropy_smoothed", o -> sparse(o, 0.1, -1));
        OPERATIONS.put("sparse_cross_entropy_padding", o -> sparse(o, 0.1, 0));
        OPERATIONS.put("binary_cross_entropy", o -> Losses.binaryCrossEntropy(o.real("logits"), o.real("targets")));
        OPERATIONS.put("take_along_last_axis", o -> Indexing.alongAxis(o.real("x"), o.integers("indices"), 2));
        OPERATIONS.put("take_along_first_axis", o -> Indexing.alongAxis(o.real("x"), o.integers("indices"), 0));
        OPERATIONS.put("sort_ascending", o -> Sorting.ascending(o.real("x")).values());
        OPERATIONS.put("largest_three", o -> Sorting.largest(o.real("x"), 3).values());
        OPERATIONS.put("smallest_four", o -> Sorting.smallest(o.real("x"), 4).values());
        putImages();
        OPERATIONS.put("tanh", o -> Activations.tanh(o.real("x")));
        OPERATIONS.put("sigmoid", o -> Activations.sigmoid(o.real("x")));
    }

    /** The operands of a case: parameters, so that each has a gradient. */
    private record Operands(GraphBuilder builder, JsonNode golden) {
        Tensor real(String name) {
            return builder.root()
                    .weight(
                            name,
                            Initializer.normal(1),
                            shape(golden.get("operands").get(name)));
        }

        Tensor integers(String name) {
            return builder.integerInput(name, shape(golden.get("integers").get(name)));
        }
    }

    private static void putImages() {
        OPERATIONS.put("group_norm", o -> Composites.groupNorm(o.real("x"), o.real("gain"), o.real("offset"), 3, 1e-5));
        OPERATIONS.put(
                "convolution",
                o -> Convolution.apply(o.real("x"), o.real("weight"), o.real("bias"), Window.square(3, 2, 1)));
        OPERATIONS.put(
                "convolution_of_a_wide_window",
                o -> Convolution.apply(o.real("x"), o.real("weight"), null, new Window(2, 4, 1, 2, 0, 2)));
        OPERATIONS.put(
                "transposed_convolution",
                o -> Convolution.transposed(o.real("x"), o.real("weight"), o.real("bias"), Window.square(4, 2, 1)));
        OPERATIONS.put(
                "transposed_convolution_of_patches",
                o -> Convolution.transposed(o.real("x"), o.real("weight"), null, Window.square(4, 4, 0)));
        OPERATIONS.put("max_pooling", o -> Pooling.apply(Pooling.Kind.MAX, o.real("x"), Window.square(3, 2, 1)));
        OPERATIONS.put(
                "max_pooling_of_equals", o -> Pooling.apply(Pooling.Kind.MAX, o.real("x"), Window.square(2, 1, 0)));
        OPERATIONS.put(
                "average_pooling", o -> Pooling.apply(Pooling.Kind.AVERAGE, o.real("x"), Window.square(3, 2, 1)));
        OPERATIONS.put("global_average_pooling", o -> Pooling.globalAverage(o.real("x")));
        OPERATIONS.put("resized_larger", o -> Resizing.bilinear(o.real("x"), 7, 8, Resizing.Alignment.HALF_PIXEL));
        OPERATIONS.put("resized_smaller", o -> Resizing.bilinear(o.real("x"), 2, 3, Resizing.Alignment.HALF_PIXEL));
        OPERATIONS.put(
                "resized_larger_by_corners", o -> Resizing.bilinear(o.real("x"), 7, 8, Resizing.Alignment.CORNERS));
        OPERATIONS.put(
                "resized_smaller_by_corners", o -> Resizing.bilinear(o.real("x"), 1, 3, Resizing.Alignment.CORNERS));
    }

    private static Tensor sparse(Operands operands, double smoothing, int ignored) {
        return Losses.sparseCrossEntropy(operands.real("logits"), operands.integers("labels"), smoothing, ignored);
    }

    static Stream<String> cases() {
        return OPERATIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operation_inDouble_equalsPyTorch(String name) {
        check(name, DataType.DOUBLE, new Nd4jKernels(), EXACT);
    }

    static Stream<String> chains() {
        return CHAINS.properties().stream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("chains")
    void chain_onBothEngines_equalsTheSumOverAllPaths(String name) {
        check(name, CHAINS.get(name), OperationGoldenTest::chain, DataType.DOUBLE, new Nd4jKernels(), EXACT);
        check(
                name,
                CHAINS.get(name),
                OperationGoldenTest::chain,
                DataType.FLOAT,
                new CpuKernels(Precision.F32),
                SINGLE);
    }

    private static Tensor chain(Operands operands) {
        return new LinearChain(operands.real("transitions"), operands.real("first"), operands.real("last"))
                .negativeLogLikelihood(operands.real("emissions"), operands.integers("labels"), -1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operation_onTheFastEngine_equalsPyTorch(String name) {
        check(name, DataType.FLOAT, new CpuKernels(Precision.F32), SINGLE);
    }

    private static void check(String name, DataType type, Kernels engine, double tolerance) {
        check(name, GOLDEN.get(name), Objects.requireNonNull(OPERATIONS.get(name)), type, engine, tolerance);
    }

    private static void check(
            String name,
            JsonNode golden,
            Function<Operands, Tensor> operation,
            DataType type,
            Kernels engine,
            double tolerance) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.TRAINING, type));
        Tensor y = operation.apply(new Operands(builder, golden));
        assertThat(y.shape()).isEqualTo(shape(golden.get("y")));
        Tensor dy = builder.input("dy", y.shape());
        ModelGraph graph = builder.build(Map.of("y", y), Reductions.sumAll(Arithmetic.multiply(y, dy)));
        try (StepPlan plan = StepPlan.forTraining(graph, engine, PlanSettings.keeping(Set.of(y.name())))) {
            set(plan, "dy", Golden.tensor(golden.get("dy")));
            golden.get("integers")
                    .fieldNames()
                    .forEachRemaining(input ->
                            plan.setInput(input, integers(golden.get("integers").get(input))));
            for (ParameterSpec parameter : graph.layout().parameters()) {
                write(plan, parameter, Golden.tensor(golden.get("operands").get(parameter.name())));
            }
            plan.run();

            assertClose(values(plan, y), Golden.tensor(golden.get("y")), tolerance, name);
            for (ParameterSpec parameter : graph.layout().parameters()) {
                JsonNode expected = golden.get("gradients").get(parameter.name());
                assertClose(gradient(plan, parameter), Golden.tensor(expected), tolerance, "d" + parameter.name());
            }
        }
    }

    /** Near in proportion to the largest value: what is small among large ones is their difference. */
    private static void assertClose(double[] actual, double[] expected, double tolerance, String what) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(actual).as(what).containsExactly(expected, within(tolerance * Math.max(1, largest)));
    }

    private static boolean single(StepPlan plan) {
        return plan.graph().settings().type() == DataType.FLOAT;
    }

    private static void set(StepPlan plan, String name, double[] values) {
        if (single(plan)) {
            plan.setInput(name, floats(values));
        } else {
            plan.setInput(name, values);
        }
    }

    private static void write(StepPlan plan, ParameterSpec parameter, double[] values) {
        if (single(plan)) {
            plan.parameters().write(parameter.offset(), floats(values), 0, values.length);
        } else {
            plan.parameters().write(parameter.offset(), values, 0, values.length);
        }
    }

    private static double[] values(StepPlan plan, Tensor y) {
        return single(plan) ? OperationGradientTest.doubles(plan.output("y")) : plan.values(y.name());
    }

    private static double[] gradient(StepPlan plan, ParameterSpec parameter) {
        if (single(plan)) {
            float[] values = new float[parameter.length()];
            plan.gradients().read(parameter.offset(), values, 0, values.length);
            return OperationGradientTest.doubles(values);
        }
        double[] values = new double[parameter.length()];
        plan.gradients().read(parameter.offset(), values, 0, values.length);
        return values;
    }

    private static int[] integers(JsonNode tensor) {
        return Arrays.stream(Golden.tensor(tensor))
                .mapToInt(value -> (int) value)
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private static long[] shape(JsonNode tensor) {
        return Arrays.stream(Golden.numbers(tensor.get("shape")))
                .mapToLong(extent -> (long) extent)
                .toArray();
    }
}
