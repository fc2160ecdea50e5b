package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sparkformer.model.Golden;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.checkpoint.TensorInfo;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.GoldenWeights;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.nd4j.linalg.api.buffer.DataType;

/** A model of src/test/python/language_golden.py: its checkpoint read into ours, its inputs, and what comes of them. */
public final class LanguageGolden {
    private static final double TOLERANCE = 1e-10;

    private final JsonNode json;
    private final LanguageTask task;
    private final ModelGraph graph;
    private final GoldenWeights weights;

    LanguageGolden(String name) {
        this.json = Golden.read("language_" + name + ".json");
        this.task = task(json);
        int batch = json.get("lengths").size();
        this.graph = task.graph(new GraphSettings(batch, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        this.weights = GoldenWeights.read("language_" + name + ".safetensors", graph);
    }

    LanguageTask task() {
        return task;
    }

    GoldenWeights weights() {
        return weights;
    }

    void requireActivations() {
        Set<String> kept = new LinkedHashSet<>(Set.of("embeddings.output"));
        for (int layer = 0; layer < json.get("hidden").size() - 1; layer++) {
            kept.add(hidden(layer));
        }
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels(), PlanSettings.keeping(kept))) {
            run(plan);
            for (int layer = 0; layer < json.get("hidden").size() - 1; layer++) {
                requireEqualTexts(
                        "layer " + layer,
                        plan.values(hidden(layer)),
                        json.get("hidden").get(layer + 1));
            }
            for (Map.Entry<String, JsonNode> output : json.get("outputs").properties()) {
                requireEqual(
                        output.getKey(),
                        plan.values(graph.output(output.getKey()).name()),
                        output.getValue());
            }
            assertThat(plan.loss()).isCloseTo(json.get("loss").doubleValue(), within(TOLERANCE));
        }
    }

    /** What leaves a layer; the library counts the last norm to the last layer. */
    private String hidden(int layer) {
        boolean preNorm = task.model().config().stack().connection() == SublayerConnection.PRE_NORM;
        if (!preNorm) {
            return "blocks." + layer + ".norm2.output";
        }
        boolean last = layer == task.model().config().stack().depth() - 1;
        return last ? "norm.output" : "blocks." + layer + ".residual2";
    }

    void requireGradients() {
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            run(plan);
            double[] gradients = new double[graph.layout().length()];
            plan.gradients().read(0, gradients, 0, gradients.length);
            int compared = 0;
            for (TensorInfo tensor : weights.tensors()) {
                JsonNode golden = json.get("gradients").get(tensor.name());
                if (golden != null) {
                    requireEqual(tensor.name(), weights.ofTheirs(tensor.name(), gradients), golden);
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(json.get("gradients").size());
        }
    }

    void requireFiniteDifferences() {
        GradientCheck.checkSample(graph, weights.parameters(), this::setInputs);
    }

    /** Vectors of texts, against what the library's last layer says of their tokens. */
    void requireVectors() {
        for (TextPooling pooling : List.of(TextPooling.FIRST, TextPooling.MEAN, TextPooling.LAST)) {
            TextEncoder encoder = new TextEncoder(task.model(), task.shape(), pooling);
            int[] lengths = integers(json.get("lengths"));
            ModelGraph own =
                    encoder.graph(new GraphSettings(lengths.length, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
            try (StepPlan plan = StepPlan.forInference(own, new Nd4jKernels())) {
                for (ParameterSpec parameter : own.layout().parameters()) {
                    ParameterSpec whole = graph.layout().parameter(parameter.name());
                    plan.parameters()
                            .write(parameter.offset(), weights.parameters(), whole.offset(), parameter.length());
                }
                setTexts(plan, own);
                if (pooling == TextPooling.LAST) {
                    plan.setInput(
                            "last_positions",
                            Arrays.stream(lengths).map(length -> length - 1).toArray());
                }
                plan.run();
                assertThat(plan.values(own.output("features").name()))
                        .as("%s", pooling)
                        .containsExactly(vectors(pooling, lengths), within(TOLERANCE));
            }
        }
    }

    private double[] vectors(TextPooling pooling, int[] lengths) {
        JsonNode layers = json.get("hidden");
        double[] tokens = Golden.tensor(layers.get(layers.size() - 1));
        int width = tokens.length / task.shape().length() / lengths.length;
        double[] vectors = new double[lengths.length * width];
        for (int row = 0; row < lengths.length; row++) {
            int from = pooling == TextPooling.LAST ? lengths[row] - 1 : 0;
            int to = pooling == TextPooling.FIRST ? 1 : lengths[row];
            for (int token = from; token < to; token++) {
                for (int k = 0; k < width; k++) {
                    int at = (row * task.shape().length() + token) * width + k;
                    vectors[row * width + k] += tokens[at] / (to - from);
                }
            }
        }
        return vectors;
    }

    private void run(StepPlan plan) {
        plan.parameters().write(0, weights.parameters(), 0, graph.layout().length());
        setInputs(plan);
        plan.run();
    }

    private void setInputs(StepPlan plan) {
        setTexts(plan, graph);
        plan.setInput("weights", Golden.numbers(json.get("weights")));
        setTargets(plan, json.get("targets"));
    }

    private void setTexts(StepPlan plan, ModelGraph planned) {
        JsonNode inputs = json.get("inputs");
        plan.setInput(TextTensors.TOKENS, integers(inputs.get("input_ids")));
        if (planned.inputs().containsKey(TextTensors.SEGMENTS)) {
            plan.setInput(TextTensors.SEGMENTS, integers(inputs.get("token_type_ids")));
        }
        plan.setInput(
                TextTensors.BIAS,
                Arrays.stream(integers(inputs.get("attention_mask")))
                        .mapToDouble(real -> real == 1 ? 0 : AttentionSettings.UNHEARD)
                        .toArray());
    }

    private void setTargets(StepPlan plan, JsonNode targets) {
        for (Map.Entry<String, JsonNode> target : targets.properties()) {
            switch (target.getKey()) {
                case "pair_weights" -> plan.setInput("pair_weights", Golden.numbers(target.getValue()));
                case "numbers" -> plan.setInput("targets", Golden.numbers(flat(target.getValue())));
                case "labels" -> setLabels(plan, integers(target.getValue()));
                default -> plan.setInput(target.getKey(), integers(target.getValue()));
            }
        }
    }

    private void setLabels(StepPlan plan, int[] labels) {
        if (task instanceof SequenceClassification classification) {
            double[] targets = new double[labels.length * classification.classes()];
            for (int i = 0; i < labels.length; i++) {
                targets[i * classification.classes() + labels[i]] = 1;
            }
            plan.setInput("targets", targets);
        } else {
            plan.setInput("labels", labels);
        }
    }

    private static JsonNode flat(JsonNode rows) {
        return JsonNodeFactory.instance
                .arrayNode()
                .addAll(StreamSupport.stream(rows.spliterator(), false)
                        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
                        .toList());
    }

    private static int[] integers(JsonNode array) {
        JsonNode numbers = array.get(0).isArray() ? flat(array) : array;
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** Padding is nowhere the same, since nobody reads it. */
    private void requireEqualTexts(String what, double[] actual, JsonNode golden) {
        double[] expected = Golden.tensor(golden);
        int length = task.shape().length();
        int width = expected.length / length / json.get("lengths").size();
        for (int row = 0; row < json.get("lengths").size(); row++) {
            int from = row * length * width;
            int to = from + json.get("lengths").get(row).intValue() * width;
            assertThat(Arrays.copyOfRange(actual, from, to))
                    .as("%s, row %d", what, row)
                    .containsExactly(Arrays.copyOfRange(expected, from, to), within(TOLERANCE));
        }
    }

    private static void requireEqual(String what, double[] actual, JsonNode golden) {
        assertThat(actual).as(what).containsExactly(Golden.tensor(golden), within(TOLERANCE));
    }

    private static LanguageTask task(JsonNode json) {
        LanguageModel model = new LanguageModel(config(json.get("configuration")));
        TextShape shape =
                TextShape.of(json.get("inputs").get("input_ids").get(0).size());
        JsonNode targets = json.get("targets");
        String objective = json.get("objective").textValue();
        return switch (objective) {
            case "masked", "masked+pairs" ->
                new MaskedLanguage(
                        model, shape, targets.get("masked_labels").get(0).size(), objective.endsWith("pairs"));
            case "classes" -> new SequenceClassification(model, shape, TextPooling.POOLER, 4, Objective.SOFTMAX);
            case "number" -> new SequenceRegression(model, shape, TextPooling.POOLER);
            case "tags" -> new TokenClassification(model, shape, 5);
            case "span" -> new SpanExtraction(model, shape);
            case "causal" -> new CausalLanguage(model, shape);
            default -> throw new IllegalArgumentException(objective);
        };
    }

    /** From the library's own configuration. */
    public static LanguageModelConfig config(JsonNode theirs) {
        String type = theirs.get("model_type").textValue();
        boolean gpt = type.equals("gpt2") || type.equals("openai-gpt");
        int width = theirs.get(gpt ? "n_embd" : "hidden_size").intValue();
        int positions =
                theirs.get(gpt ? "n_positions" : "max_position_embeddings").intValue();
        EmbeddingConfig embedding = new EmbeddingConfig(
                theirs.get("vocab_size").intValue(),
                theirs.path("embedding_size").asInt(width),
                EmbeddingConfig.Positions.LEARNED,
                positions,
                type.equals("roberta") ? 2 : 0,
                gpt ? 0 : theirs.get("type_vocab_size").intValue(),
                !gpt);
        StackConfig stack = new StackConfig(
                width,
                theirs.get(gpt ? "n_layer" : "num_hidden_layers").intValue(),
                theirs.get(gpt ? "n_head" : "num_attention_heads").intValue(),
                gpt ? 4 * width : theirs.get("intermediate_size").intValue(),
                activation(type, theirs),
                type.equals("gpt2") ? SublayerConnection.PRE_NORM : SublayerConnection.POST_NORM,
                theirs.get(gpt ? "layer_norm_epsilon" : "layer_norm_eps").doubleValue(),
                gpt,
                Layering.PLAIN.sharing(type.equals("albert")));
        return new LanguageModelConfig(embedding, stack, 0);
    }

    private static ActivationFunction activation(String type, JsonNode theirs) {
        if (type.equals("openai-gpt")) { // its "gelu" is the approximation
            return ActivationFunction.GELU_TANH;
        }
        String name = theirs.get(type.equals("gpt2") ? "activation_function" : "hidden_act")
                .textValue();
        return switch (name) {
            case "gelu" -> ActivationFunction.GELU;
            case "gelu_new" -> ActivationFunction.GELU_TANH;
            case "relu" -> ActivationFunction.RELU;
            default -> throw new IllegalArgumentException(name);
        };
    }

    static List<String> names() {
        return List.of(
                "bert_pretraining",
                "bert_classification",
                "bert_regression",
                "bert_tags",
                "bert_span",
                "roberta_masked",
                "roberta_classification",
                "ernie_masked",
                "albert_pretraining",
                "gpt",
                "gpt2");
    }
}
