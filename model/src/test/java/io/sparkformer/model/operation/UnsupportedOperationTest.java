package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.NativeOperation.Arguments;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an operation that no engine can run. */
class UnsupportedOperationTest {
    private final GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
    private final Tensor weight = builder.root().child("blocks").child(0).weight("weight", Initializer.normal(1), 2, 3);

    static Stream<Supplier<Kernels>> engines() {
        return Stream.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void forInference_operationWithoutKernel_namesItItsPlaceAndTheRemedy(Supplier<Kernels> engine) {
        // A composite of a kind that engines do not fuse, so that its expansion runs.
        Tensor y = CompositeCall.declare(new Composite.GroupNorm(1, 1), List.of(weight), () -> declared("no_such"));
        ModelGraph graph = builder.build(Map.of("y", y.named("blocks.0.output")), null);

        assertThatThrownBy(() -> StepPlan.forInference(graph, engine.get()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("operation no_such at blocks.0.output of [blocks.0.weight]")
                .hasMessageContaining("part of GroupNorm of [blocks.0.weight[2, 3]]")
                .hasMessageContaining("express it with the operations of io.sparkformer.model.operation");
    }

    /** ND4J itself only says that a validation failed. */
    @ParameterizedTest
    @MethodSource("engines")
    void run_operationThatItsKernelRefuses_namesItsPlaceAndShapes(Supplier<Kernels> engine) {
        Tensor y = declared("col2im").named("blocks.0.output");
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("y", y), null), engine.get())) {
            assertThatThrownBy(plan::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("operation col2im at blocks.0.output of [blocks.0.weight]")
                    .hasMessageContaining("[2, 3] [2, 3]")
                    .hasCauseInstanceOf(RuntimeException.class);
        }
    }

    private Tensor declared(String kernel) {
        return NativeOperation.declare(kernel, List.of(weight), weight.shape(), Arguments.NONE, (y, dy) -> List.of(dy));
    }
}
