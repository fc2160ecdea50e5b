package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is joined to a product gives the same as what is not, and is joined only where nobody else reads it. */
class FusionTest {
    static Stream<Arguments> graphs() {
        return Stream.of(
                graph("a sum", 1, (scope, x) -> Arithmetic.add(x, linear(scope, x))),
                graph("a sum the other way round", 1, (scope, x) -> Arithmetic.add(linear(scope, x), x)),
                graph("a function", 1, (scope, x) -> Composites.gelu(linear(scope, x))),
                graph("a function and a sum", 1, (scope, x) -> Arithmetic.add(x, Composites.gelu(linear(scope, x)))),
                graph("a sum with itself", 2, (scope, x) -> {
                    Tensor y = linear(scope, x);
                    return Arithmetic.add(y, y);
                }),
                graph("two readers", 3, (scope, x) -> {
                    Tensor y = linear(scope, x);
                    return Arithmetic.add(Composites.gelu(y), y);
                }),
                graph("an addend that comes later", 3, (scope, x) -> {
                    Tensor y = linear(scope, x);
                    return Arithmetic.add(Arithmetic.square(x), y);
                }),
                graph("an addend that broadcasts", 2, (scope, x) -> {
                    Tensor row = scope.weight("row", Initializer.normal(1), 24);
                    return Arithmetic.add(linear(scope, x), row);
                }));
    }

    private static Arguments graph(String name, int kernels, BiFunction<Scope, Tensor, Tensor> model) {
        return Arguments.of(name, kernels, model);
    }

    private static Tensor linear(Scope scope, Tensor x) {
        return Composites.linear(
                x,
                scope.weight("weight", Initializer.normal(1), 24, 24),
                scope.weight("bias", Initializer.normal(1), 24));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("graphs")
    void run_ofNeighbours_equalsThemApart(String name, int kernels, BiFunction<Scope, Tensor, Tensor> model) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(5));
        Tensor x = builder.input("x", 5, 24);
        ModelGraph graph = builder.build(Map.of("y", model.apply(builder.root(), x)), null);

        float[] joined;
        try (StepPlan plan = StepPlan.forInference(graph, new CpuKernels(Precision.F32))) {
            assertThat(plan.kernelCount()).isEqualTo(kernels);
            joined = run(plan);
        }
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            assertThat(joined).containsExactly(run(plan), Offset.offset(1e-4f));
        }
    }

    @Test
    void gradientOfATableThatEmbedsAndDecodes_isSummedInItsPlace() {
        long vocabulary = 3001;
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(5));
        Tensor table = builder.root().weight("table", Initializer.normal(1), vocabulary, 24);
        Tensor embedded = Composites.embedding(table, builder.integerInput("ids", 5));
        Tensor bias = builder.root().weight("bias", Initializer.normal(1), vocabulary);
        Tensor loss = Reductions.sumAll(Arithmetic.square(Composites.linear(embedded, table, bias)));
        ModelGraph graph = builder.build(Map.of(), loss);

        try (StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32))) {
            long gradients = 4L * graph.layout().length();
            assertThat(plan.workingBytes() - gradients).isLessThan(vocabulary * 24 * Float.BYTES);
            assertThat(plan.profile(1)).noneMatch(time -> time.kernel().startsWith(Arithmetic.ADD));
        }
    }

    private static float[] run(StepPlan plan) {
        float[] parameters = plan.graph().initialParameters(3);
        plan.parameters().write(0, parameters, 0, parameters.length);
        float[] values = new float[5 * 24];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 % 23 - 11) / 11f;
        }
        plan.setInput("x", values);
        plan.run();
        return plan.output("y");
    }
}
