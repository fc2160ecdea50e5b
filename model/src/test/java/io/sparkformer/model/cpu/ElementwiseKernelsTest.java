package io.sparkformer.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.RandomFloats;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of broadcasting gives the bits that it gives element by element. */
class ElementwiseKernelsTest {
    static Stream<Arguments> shapes() {
        return Stream.of(
                pair(List.of(3L, 37L), List.of(3L, 1L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(2L, 3L, 5L, 1L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(2L, 3L, 1L, 1L)),
                pair(List.of(2L, 1L, 5L, 37L), List.of(2L, 1L, 5L, 1L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(2L, 1L, 5L, 1L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(5L, 1L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(2L, 1L, 1L, 37L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(2L, 3L, 1L, 37L)),
                pair(List.of(4L, 3L, 37L), List.of(4L, 1L, 37L)),
                pair(List.of(2L, 3L, 5L, 4L, 37L), List.of(2L, 3L, 1L, 1L, 37L)),
                pair(List.of(2L, 3L, 5L, 37L), List.of(37L)),
                pair(List.of(1L, 1L, 37L), List.of(1L, 1L, 1L)),
                pair(List.of(3L, 37L, 1L), List.of(3L, 37L, 1L)));
    }

    private static Arguments pair(List<Long> whole, List<Long> part) {
        return Arguments.of(whole, part);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void arithmetic_ofABroadcastArray_isThatOfThePlainEngine(List<Long> whole, List<Long> part) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
        Tensor a = builder.input("a", array(whole));
        Tensor b = builder.input("b", array(part));
        ModelGraph graph = builder.build(
                Map.of(
                        "sum", Arithmetic.add(a, b),
                        "difference", Arithmetic.subtract(a, b),
                        "product", Arithmetic.multiply(b, a)),
                null);

        Map<String, float[]> expected = run(graph, new Nd4jKernels());
        run(graph, new CpuKernels(Precision.F32))
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private static long[] array(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static Map<String, float[]> run(ModelGraph graph, Kernels engine) {
        try (StepPlan plan = StepPlan.forInference(graph, engine)) {
            graph.inputs()
                    .forEach((name, input) ->
                            plan.setInput(name, RandomFloats.of(name, Math.toIntExact(input.length()), 1)));
            plan.run();
            return Map.of(
                    "sum", plan.output("sum"),
                    "difference", plan.output("difference"),
                    "product", plan.output("product"));
        }
    }
}
