package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SortingTest {
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));

    static Stream<Supplier<Kernels>> engines() {
        return Stream.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void order_equalElements_keepTheirOrder(Supplier<Kernels> engine) {
        float[] x = {0, -0f, 5, -INFINITE, 5, INFINITE, Float.MIN_VALUE, -Float.MIN_VALUE, INFINITE};

        assertThat(places(engine, x, 9, true)).containsExactly(5, 8, 2, 4, 6, 0, 1, 7, 3);
        assertThat(places(engine, x, 9, false)).containsExactly(3, 7, 0, 1, 6, 2, 4, 5, 8);
        assertThat(places(engine, x, 3, true)).containsExactly(5, 8, 2);
        assertThat(places(engine, x, 3, false)).containsExactly(3, 7, 0);
    }

    private static int[] places(Supplier<Kernels> engine, float[] values, int count, boolean descending) {
        GraphBuilder own = new GraphBuilder(GraphSettings.inference(1));
        Tensor x = own.input("x", 1, values.length);
        Tensor order = Sorting.order(x, count, descending);
        // Integers are no outputs yet: they are read through a table of their own values.
        Tensor table = own.input("table", values.length);
        Tensor seen = Indexing.rows(table, order);
        try (StepPlan plan = StepPlan.forInference(own.build(Map.of("seen", seen), null), engine.get())) {
            float[] counting = new float[values.length];
            for (int i = 0; i < counting.length; i++) {
                counting[i] = i;
            }
            plan.setInput("x", values);
            plan.setInput("table", counting);
            plan.run();
            float[] result = plan.output("seen");
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                places[i] = (int) result[i];
            }
            return places;
        }
    }

    /** An index of -1 in a row must not read the end of the row before. */
    @ParameterizedTest
    @MethodSource("engines")
    void alongAxis_placeOutside_isRefused(Supplier<Kernels> engine) {
        Tensor x = builder.root().weight("x", Initializer.normal(1), 2, 3);
        Tensor y = Indexing.alongAxis(x, builder.integerInput("indices", 2, 1), 1);
        ModelGraph graph = builder.build(Map.of("y", y), Reductions.sumAll(y));
        try (StepPlan plan = StepPlan.forTraining(graph, engine.get())) {
            for (int wrong : new int[] {-1, 3}) {
                plan.setInput("indices", new int[] {2, wrong});
                assertThatThrownBy(plan::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(wrong + " at element 1 is outside of 0 to 2")
                        .hasMessageContaining("axis of x");
            }
        }
    }

    @Test
    void operations_wrongOperands_areRefused() {
        Tensor x = builder.input("x", 2, 3);
        assertThatThrownBy(() -> Sorting.largest(x, 4)).hasMessageContaining("4 elements of the last axis of x[2, 3]");
        assertThatThrownBy(() -> Sorting.largest(x, 0)).hasMessageContaining("0 elements");
        Tensor indices = builder.integerInput("i", 3, 3);
        assertThatThrownBy(() -> Indexing.alongAxis(x, indices, 1))
                .hasMessageContaining("indices i[3, 3] along axis 1 of x[2, 3]");
        assertThatThrownBy(() -> Selection.mask(x, new boolean[5], 2, 3)).hasMessageContaining("given are 5");
    }
}
