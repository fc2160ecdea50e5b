package io.sparkformer.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/** A golden file of a whole classifier turned into a model, its parameters and its inputs, in double precision. */
public final class GoldenClassifier {
    private static final double TOLERANCE = 1e-11;

    private final JsonNode json;
    private final ImageClassifier model;
    private final ModelGraph graph;

    /** Declares the model that the file is about. */
    public GoldenClassifier(JsonNode json, ImageClassifier model) {
        this.json = json;
        this.model = model;
        int batch = json.get("labels").size();
        this.graph =
                model.graph(Objective.SOFTMAX, new GraphSettings(batch, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
    }

    /**
     * Compares every layer's output, and the loss.
     *
     * @param activations name of our variable by the name in the file
     */
    public void requireActivations(Map<String, String> activations) {
        PlanSettings settings = PlanSettings.keeping(Set.copyOf(activations.values()));
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels(), settings)) {
            prepare(plan);
            plan.run();

            activations.forEach((golden, variable) -> assertThat(plan.values(variable))
                    .as("%s (%s)", golden, variable)
                    .containsExactly(Golden.tensor(json.get("activations").get(golden)), within(TOLERANCE)));
            assertThat(plan.loss()).isCloseTo(json.get("weightedLossSum").doubleValue(), within(TOLERANCE));
        }
    }

    /** Compares the gradient of every parameter. */
    public void requireGradients() {
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            prepare(plan);
            plan.run();

            for (ParameterSpec parameter : graph.layout().parameters()) {
                double[] gradient = new double[parameter.length()];
                plan.gradients().read(parameter.offset(), gradient, 0, gradient.length);
                assertThat(gradient)
                        .as(parameter.name())
                        .containsExactly(
                                Golden.tensor(json.get("parameterGradients").get(parameter.name())), within(TOLERANCE));
            }
        }
    }

    /** Holds the gradients against differences. */
    public void requireFiniteDifferences() {
        GradientCheck.checkSample(graph, parameters(), this::setInputs);
    }

    private void prepare(StepPlan plan) {
        plan.parameters().write(0, parameters(), 0, graph.layout().length());
        setInputs(plan);
    }

    private double[] parameters() {
        List<String> names = new ArrayList<>();
        json.get("parameters").fieldNames().forEachRemaining(names::add);
        assertThat(graph.layout().parameters())
                .extracting(ParameterSpec::name)
                .containsExactlyInAnyOrderElementsOf(names);
        double[] parameters = new double[graph.layout().length()];
        for (ParameterSpec parameter : graph.layout().parameters()) {
            JsonNode golden = json.get("parameters").get(parameter.name());
            assertThat(Golden.numbers(golden.get("shape")))
                    .as("shape of %s", parameter.name())
                    .containsExactly(parameter.shape().stream()
                            .mapToDouble(Long::doubleValue)
                            .toArray());
            System.arraycopy(Golden.tensor(golden), 0, parameters, parameter.offset(), parameter.length());
        }
        return parameters;
    }

    private void setInputs(StepPlan plan) {
        plan.setInput("patches", Golden.tensor(json.get("patches")));
        plan.setInput("weights", Golden.numbers(json.get("weights")));
        plan.setInput("targets", targets());
    }

    private double[] targets() {
        double smoothing = json.get("configuration").get("labelSmoothing").doubleValue();
        double[] labels = Golden.numbers(json.get("labels"));
        double[] targets = new double[labels.length * model.classes()];
        Arrays.fill(targets, smoothing / model.classes());
        for (int i = 0; i < labels.length; i++) {
            targets[i * model.classes() + (int) labels[i]] += 1 - smoothing;
        }
        return targets;
    }
}
