package io.sparkformer.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every layer of tiny ViTs against an independent implementation (src/test/python/vit_golden.py). */
class VitGoldenTest {
    private static final double TOLERANCE = 1e-11;

    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void everyLayer_onSeededWeights_equalsTheIndependentImplementation(String file) {
        Example example = new Example(Golden.read(file));
        Set<String> kept = Set.copyOf(example.activations().values());
        try (StepPlan plan = StepPlan.forTraining(example.graph(), new Nd4jKernels(), PlanSettings.keeping(kept))) {
            example.prepare(plan);
            plan.run();

            example.activations()
                    .forEach((golden, variable) -> assertThat(plan.values(variable))
                            .as("%s (%s)", golden, variable)
                            .containsExactly(example.activation(golden), within(TOLERANCE)));
            assertThat(plan.loss())
                    .isCloseTo(example.json.get("weightedLossSum").doubleValue(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void gradients_ofEveryParameter_equalTheIndependentImplementation(String file) {
        Example example = new Example(Golden.read(file));
        try (StepPlan plan = StepPlan.forTraining(example.graph(), new Nd4jKernels())) {
            example.prepare(plan);
            plan.run();

            for (ParameterSpec parameter : example.graph().layout().parameters()) {
                double[] gradient = new double[parameter.length()];
                plan.gradients().read(parameter.offset(), gradient, 0, gradient.length);
                assertThat(gradient)
                        .as(parameter.name())
                        .containsExactly(
                                Golden.tensor(
                                        example.json.get("parameterGradients").get(parameter.name())),
                                within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void gradients_ofEveryParameter_equalFiniteDifferences(String file) {
        Example example = new Example(Golden.read(file));
        GradientCheck.checkSample(example.graph(), example.parameters(), example::setInputs);
    }

    /** A golden file turned into a model, its parameters and its inputs. */
    private static final class Example {
        private final JsonNode json;
        private final VitConfig config;
        private final ModelGraph graph;

        Example(JsonNode json) {
            this.json = json;
            JsonNode sizes = json.get("configuration");
            this.config = new VitConfig(
                    sizes.get("imageSize").intValue(),
                    sizes.get("channels").intValue(),
                    sizes.get("patchSize").intValue(),
                    sizes.get("width").intValue(),
                    sizes.get("depth").intValue(),
                    sizes.get("heads").intValue(),
                    sizes.get("mlpWidth").intValue(),
                    sizes.get("classes").intValue(),
                    VitConfig.Pooling.valueOf(sizes.get("pooling").textValue().toUpperCase(java.util.Locale.ROOT)),
                    0,
                    0);
            int batch = json.get("labels").size();
            this.graph = Vit.graph(config, new GraphSettings(batch, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        }

        ModelGraph graph() {
            return graph;
        }

        void prepare(StepPlan plan) {
            plan.parameters().write(0, parameters(), 0, graph.layout().length());
            setInputs(plan);
        }

        double[] parameters() {
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

        void setInputs(StepPlan plan) {
            plan.setInput("patches", Golden.tensor(json.get("patches")));
            plan.setInput("weights", Golden.numbers(json.get("weights")));
            plan.setInput("targets", targets());
        }

        private double[] targets() {
            double smoothing = json.get("configuration").get("labelSmoothing").doubleValue();
            double[] labels = Golden.numbers(json.get("labels"));
            double[] targets = new double[labels.length * config.classes()];
            java.util.Arrays.fill(targets, smoothing / config.classes());
            for (int i = 0; i < labels.length; i++) {
                targets[i * config.classes() + (int) labels[i]] += 1 - smoothing;
            }
            return targets;
        }

        /** Golden name to variable name. */
        Map<String, String> activations() {
            Map<String, String> names = new LinkedHashMap<>();
            names.put("patch_embed", "patch_embed.proj.output");
            names.put("tokens", "tokens");
            for (int i = 0; i < config.depth(); i++) {
                String block = "blocks." + i;
                names.put(block + ".norm1", block + ".norm1.output");
                names.put(block + ".attn.qkv", block + ".attn.qkv.output");
                names.put(block + ".attn", block + ".attn.proj.output");
                names.put(block + ".residual1", block + ".residual1");
                names.put(block + ".norm2", block + ".norm2.output");
                names.put(block + ".mlp.fc1", block + ".mlp.fc1.output");
                names.put(block + ".mlp", block + ".mlp.fc2.output");
                names.put(block, block + ".residual2");
            }
            boolean cls = config.pooling() == VitConfig.Pooling.CLS;
            names.put(cls ? "norm" : "fc_norm", cls ? "norm.output" : "fc_norm.output");
            names.put("logits", "head.output");
            return names;
        }

        double[] activation(String name) {
            return Golden.tensor(json.get("activations").get(name));
        }
    }
}
