package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
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

class LossesTest {
    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
    private final Tensor logits = builder.root().weight("logits", Initializer.normal(1), 2, 3);

    static Stream<Supplier<Kernels>> engines() {
        return Stream.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    /** A wrong label that counted as none would train on less than was asked for, silently. */
    @ParameterizedTest
    @MethodSource("engines")
    void run_labelThatIsNoClass_isRefusedByName(Supplier<Kernels> engine) {
        Tensor y = Losses.sparseCrossEntropy(logits, builder.integerInput("labels", 2), 0, -1);
        try (StepPlan plan = StepPlan.forTraining(builder.build(Map.of("y", y), Reductions.sumAll(y)), engine.get())) {
            for (int wrong : new int[] {3, -100}) {
                plan.setInput("labels", new int[] {-1, wrong});
                assertThatThrownBy(plan::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("input labels: " + wrong + " at element 1 is outside of 0 to 2")
                        .hasMessageContaining("classes of logits; the label of what has none is -1");
            }
            plan.setInput("labels", new int[] {-1, 2});
            plan.run();
            assertThat(plan.loss()).isCloseTo(Math.log(3), within(1e-6)); // all logits are still 0
        }
    }

    @Test
    void losses_wrongOperands_areRefused() {
        Tensor labels = builder.integerInput("labels", 3);
        assertThatThrownBy(() -> Losses.sparseCrossEntropy(logits, labels, 0, -1))
                .hasMessageContaining("labels[3] of logits logits[2, 3]");
        assertThatThrownBy(() -> Losses.sparseCrossEntropy(logits, logits, 0, -1))
                .hasMessageContaining("INT32");
        assertThatThrownBy(() -> Losses.sparseCrossEntropy(logits, labels, 1, -1))
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> Losses.crossEntropy(logits, builder.input("t", 3)))
                .hasMessageContaining("targets t[3] of logits logits[2, 3]");
        assertThatThrownBy(() -> Losses.binaryCrossEntropy(logits, builder.input("u", 2, 1)))
                .hasMessageContaining("targets u[2, 1] of logits logits[2, 3]");
    }
}
