package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryEstimateTest {
    private static final VitConfig MODEL = VitConfig.of(VitVariant.TI, 16, 64, 3, 10, VitConfig.Pooling.CLS);
    private static final int BATCH = 16;

    private static ModelGraph graph() {
        return Vit.graph(MODEL, GraphSettings.training(BATCH));
    }

    @ParameterizedTest
    @MethodSource("io.sparkformer.model.cpu.PrecisionsHere#all")
    void ofTraining_aViT_isWhatThePlanTakes(Precision precision) {
        MemoryEstimate estimate = MemoryEstimate.ofTraining(graph(), new CpuKernels(precision), PlanSettings.DEFAULT);

        try (StepPlan plan = StepPlan.forTraining(graph(), new CpuKernels(precision))) {
            assertThat(estimate.working()).isEqualTo(plan.workingBytes());
        }
        long parameters = 4L * graph().layout().length();
        long inputs = graph().inputs().values().stream()
                .mapToLong(input -> 4 * input.length())
                .sum();
        assertThat(estimate.parameters()).isEqualTo(parameters);
        assertThat(estimate.inputs()).isBetween(inputs, inputs + 100_000);
        assertThat(estimate.total()).isEqualTo(parameters + estimate.working() + estimate.inputs());
    }
}
