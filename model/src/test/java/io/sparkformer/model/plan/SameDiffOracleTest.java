package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Differentiation;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The compiled plan against SameDiff's own interpreter, which shares the operations but neither order nor memory. */
class SameDiffOracleTest {
    @ParameterizedTest
    @EnumSource(VitConfig.Pooling.class)
    void run_ofAViT_equalsSameDiffsOwnSession(VitConfig.Pooling pooling) {
        ModelGraph graph = graph(pooling);
        Map<String, INDArray> expected = interpreted(graph(pooling));
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            double[] gradients = run(plan, graph);

            assertThat(plan.loss()).isCloseTo(value(expected, "loss").getDouble(0), within(1e-13));
            assertThat(plan.values(graph.output("logits").name()))
                    .containsExactly(value(expected, "logits").dup('c').data().asDouble(), within(1e-13));
            for (ParameterSpec parameter : graph.layout().parameters()) {
                double[] gradient = java.util.Arrays.copyOfRange(
                        gradients, parameter.offset(), parameter.offset() + parameter.length());
                assertThat(gradient)
                        .as(parameter.name())
                        .containsExactly(
                                value(expected, parameter.name())
                                        .dup('c')
                                        .data()
                                        .asDouble(),
                                within(1e-13));
            }
        }
    }

    @Test
    void run_again_givesTheSameBits() {
        ModelGraph graph = graph(VitConfig.Pooling.CLS);
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels());
                StepPlan other = StepPlan.forTraining(graph(VitConfig.Pooling.CLS), new Nd4jKernels())) {
            double[] first = run(plan, graph);
            double loss = plan.loss();
            plan.parameters().write(0, new double[first.length], 0, first.length);
            plan.run();

            assertThat(run(plan, graph)).isEqualTo(first);
            assertThat(plan.loss()).isEqualTo(loss);
            assertThat(run(other, graph)).isEqualTo(first);
        }
    }

    private static ModelGraph graph(VitConfig.Pooling pooling) {
        VitConfig config = new VitConfig(6, 2, 3, 12, 2, 3, 20, 5, pooling, 0.2, 0.3);
        return Vit.graph(config, new GraphSettings(3, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
    }

    private static double[] run(StepPlan plan, ModelGraph graph) {
        double[] parameters = values("parameters", graph.layout().length());
        plan.parameters().write(0, parameters, 0, parameters.length);
        graph.inputs().forEach((name, input) -> plan.setInput(name, values(name, Math.toIntExact(input.length()))));
        plan.run();
        double[] gradients = new double[parameters.length];
        plan.gradients().read(0, gradients, 0, gradients.length);
        return gradients;
    }

    /** The loss, the logits, and each parameter's gradient under its name. */
    private static Map<String, INDArray> interpreted(ModelGraph graph) {
        Tensor loss = Objects.requireNonNull(graph.loss());
        double[] parameters = values("parameters", graph.layout().length());
        List<Tensor> variables = new ArrayList<>();
        for (ParameterSpec parameter : graph.layout().parameters()) {
            SDVariable variable = graph.sameDiff().getVariable(parameter.name());
            double[] part = java.util.Arrays.copyOfRange(
                    parameters, parameter.offset(), parameter.offset() + parameter.length());
            graph.sameDiff().associateArrayWithVariable(Nd4j.create(part, parameter.dimensions(), 'c'), variable);
            variables.add(new Tensor(variable, parameter.dimensions()));
        }
        Map<String, String> names = new HashMap<>(
                Map.of("loss", loss.name(), "logits", graph.output("logits").name()));
        Differentiation.gradients(loss, variables).forEach((name, gradient) -> names.put(name, gradient.name()));
        Map<String, INDArray> inputs = new HashMap<>();
        graph.inputs().forEach((name, input) -> {
            double[] array = values(name, Math.toIntExact(input.length()));
            inputs.put(name, Nd4j.create(array, input.shape(), 'c'));
        });
        Map<String, INDArray> results = graph.sameDiff().output(inputs, List.copyOf(names.values()));
        Map<String, INDArray> byRole = new HashMap<>();
        names.forEach((role, name) -> byRole.put(role, Objects.requireNonNull(results.get(name), name)));
        return byRole;
    }

    private static INDArray value(Map<String, INDArray> values, String role) {
        return Objects.requireNonNull(values.get(role), role);
    }

    private static double[] values(String name, int length) {
        double[] values = new double[length];
        long key = CounterRandom.key(name.hashCode());
        for (int i = 0; i < length; i++) {
            values[i] = 0.5 * CounterRandom.gaussian(key, i);
        }
        return values;
    }
}
