package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against PyTorch, and for LAMB against the paper written down in PyTorch's arithmetic, in double precision, over several
 * steps; see src/test/python/optimizer_golden.py.
 */
class OptimizerGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("optimizer.json");
    private static final ParameterLayout LAYOUT = layout();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adamw",
                "adamw-large-epsilon",
                "adamw-no-memory",
                "sgd",
                "sgd-momentum",
                "sgd-nesterov",
                "lamb",
                "lamb-large-epsilon",
                "lamb-from-zero"
            })
    void step_severalTimes_agreesWithTheGoldenValues(String name) {
        JsonNode golden = goldenCase(name);
        Optimizer optimizer = Optimizer.of(config(golden), LAYOUT);
        float[] parameters = flat(golden.get("initial"));
        OptimizerState state = optimizer.initialState(LAYOUT.length());
        ArrayOptimizer steps = new ArrayOptimizer(optimizer);

        for (JsonNode step : golden.get("steps")) {
            state = steps.step(
                    parameters,
                    flat(step.get("gradients")),
                    state,
                    step.get("learningRate").doubleValue());

            assertClose(parameters, step.get("parameters"));
            assertThat(step.get("slots").size()).isEqualTo(optimizer.slotNames().size());
            for (int slot = 0; slot < state.slots().length; slot++) {
                assertClose(
                        state.slots()[slot],
                        step.get("slots").get(optimizer.slotNames().get(slot)));
            }
        }
        assertThat(state.steps()).isEqualTo(golden.get("steps").size());
    }

    /** To 1e-6 of the largest element of each tensor. */
    private static void assertClose(float[] actual, JsonNode expected) {
        for (ParameterSpec parameter : LAYOUT.parameters()) {
            double[] values = Golden.numbers(expected.get(parameter.name()));
            double largest = 0;
            for (double value : values) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < values.length; i++) {
                assertThat((double) actual[parameter.offset() + i])
                        .as("%s[%s]", parameter.name(), i)
                        .isCloseTo(values[i], within(1e-6 * largest));
            }
        }
    }

    private static OptimizerConfig config(JsonNode golden) {
        double weightDecay = golden.get("weightDecay").doubleValue();
        String kind = golden.get("kind").textValue();
        if (!kind.equals("SGD")) {
            double[] betas = Golden.numbers(golden.get("betas"));
            double epsilon = golden.get("eps").doubleValue();
            return kind.equals("Lamb")
                    ? new LambConfig(betas[0], betas[1], epsilon, weightDecay)
                    : new AdamWConfig(betas[0], betas[1], epsilon, weightDecay);
        }
        return new SgdConfig(
                golden.get("momentum").doubleValue(),
                weightDecay,
                golden.path("nesterov").booleanValue());
    }

    private static float[] flat(JsonNode tensors) {
        float[] values = new float[LAYOUT.length()];
        for (ParameterSpec parameter : LAYOUT.parameters()) {
            double[] numbers = Golden.numbers(tensors.get(parameter.name()));
            for (int i = 0; i < numbers.length; i++) {
                values[parameter.offset() + i] = (float) numbers[i];
            }
        }
        return values;
    }

    private static JsonNode goldenCase(String name) {
        for (JsonNode candidate : GOLDEN.get("cases")) {
            if (candidate.get("name").textValue().equals(name)) {
                return candidate;
            }
        }
        throw new AssertionError("no case " + name);
    }

    private static ParameterLayout layout() {
        List<Declaration> declarations = new ArrayList<>();
        for (JsonNode tensor : GOLDEN.get("tensors")) {
            double[] extents = Golden.numbers(tensor.get("extents"));
            long[] shape = new long[extents.length];
            for (int axis = 0; axis < shape.length; axis++) {
                shape[axis] = (long) extents[axis];
            }
            declarations.add(new Declaration(
                    tensor.get("name").textValue(), shape, tensor.get("decay").booleanValue()));
        }
        return ParameterLayout.of(declarations);
    }
}
