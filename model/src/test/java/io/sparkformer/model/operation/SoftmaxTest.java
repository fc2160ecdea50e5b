package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class SoftmaxTest {
    /** The logits of a token that hears nobody, or one token. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void softmax_ofARowFarBelowZero_isUniform(int extent) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor y = Softmax.softmax(builder.input("x", 2, 3, extent));
        double[] logits = new double[2 * 3 * extent];
        Arrays.fill(logits, AttentionSettings.UNHEARD);
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("y", y), null), new Nd4jKernels())) {
            plan.setInput("x", logits);
            plan.run();

            double[] uniform = new double[logits.length];
            Arrays.fill(uniform, 1.0 / extent);
            assertThat(plan.values(y.name())).containsExactly(uniform, within(1e-12));
        }
    }
}
