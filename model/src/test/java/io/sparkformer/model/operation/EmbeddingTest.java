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

class EmbeddingTest {
    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
    private final Tensor table = builder.root().child("embeddings").weight("weight", Initializer.normal(1), 7, 3);

    static Stream<Supplier<Kernels>> engines() {
        return Stream.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    /** ND4J's own gather would read foreign memory. */
    @ParameterizedTest
    @MethodSource("engines")
    void run_idOutsideTheTable_isRefusedByNameAndTheNextRunWorks(Supplier<Kernels> engine) {
        Tensor y = Composites.embedding(table, builder.integerInput("tokens", 2, 2));
        ModelGraph graph = builder.build(Map.of("y", y), Reductions.sumAll(y));
        try (StepPlan plan = StepPlan.forTraining(graph, engine.get())) {
            for (int wrong : new int[] {7, -1, Integer.MIN_VALUE}) {
                plan.setInput("tokens", new int[] {0, 6, wrong, 1});
                assertThatThrownBy(plan::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("input tokens: " + wrong + " at element 2 is outside of 0 to 6")
                        .hasMessageContaining("the rows of embeddings.weight")
                        .hasMessageContaining("tokenizer");
            }
            plan.setInput("tokens", new int[] {0, 6, 6, 1});
            plan.run();
            float[] gradients = new float[21];
            plan.gradients().read(0, gradients, 0, 21);
            assertThat(gradients).containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2);
        }
    }

    @Test
    void embedding_wrongOperands_areRefused() {
        assertThatThrownBy(() -> Composites.embedding(table, builder.input("real", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("real[2]")
                .hasMessageContaining("GraphBuilder.integerInput");
        Tensor vector = builder.root().weight("vector", Initializer.normal(1), 3);
        assertThatThrownBy(() -> Composites.embedding(vector, builder.integerInput("ids", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector[3]");
    }

    @Test
    void setInput_ofTheOtherType_isRefusedByName() {
        Tensor y = Composites.embedding(table, builder.integerInput("tokens", 2));
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("y", y), null), new Nd4jKernels())) {
            assertThatThrownBy(() -> plan.setInput("tokens", new float[2]))
                    .hasMessageContaining("input tokens: values of type FLOAT given, INT expected");
            assertThatThrownBy(() -> plan.setInput("tokens", new int[3]))
                    .hasMessageContaining("input tokens: 3 values given, 2 expected");
        }
    }
}
