package io.sparkformer.jobs.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What decides a language model's output and does not show in the names and shapes of its tensors; null where nobody says.
 *
 * @param heads attention heads
 * @param epsilon of the layer norms
 * @param activation of the position-wise networks
 * @param connection where the norms are
 * @param positionOffset row of a text's first token in the table of positions
 * @param scaled whether tokens' vectors are multiplied by the root of their width
 */
record LanguageTraits(
        @Nullable Integer heads,
        @Nullable Double epsilon,
        @Nullable ActivationFunction activation,
        @Nullable SublayerConnection connection,
        @Nullable Integer positionOffset,
        @Nullable Boolean scaled) {
    /** Hugging Face's names; of GPT, whose "gelu" is the approximation, see below. */
    private static final Map<String, ActivationFunction> ACTIVATIONS = Map.of(
            "gelu", ActivationFunction.GELU,
            "gelu_new", ActivationFunction.GELU_TANH,
            "gelu_pytorch_tanh", ActivationFunction.GELU_TANH,
            "relu", ActivationFunction.RELU);

    /** Of one of our own models. */
    static LanguageTraits of(LanguageModelConfig model) {
        return new LanguageTraits(
                model.stack().heads(),
                model.stack().epsilon(),
                model.stack().activation(),
                model.stack().connection(),
                model.embedding().positionOffset(),
                model.embedding().scaled());
    }

    /**
     * From the config.json of a model of Hugging Face's.
     *
     * @throws UserError if it asks for what no model here has
     */
    static LanguageTraits of(JsonNode config) {
        if (config.isMissingNode()) {
            return new LanguageTraits(null, null, null, null, null, null);
        }
        String type = config.path("model_type").asText("");
        requireAbsolutePositions(config);
        boolean gpt = type.equals("openai-gpt");
        return new LanguageTraits(
                number(config, "num_attention_heads", "n_head")
                        .map(JsonNode::intValue)
                        .orElse(null),
                number(config, "layer_norm_eps", "layer_norm_epsilon")
                        .map(JsonNode::doubleValue)
                        .orElse(null),
                gpt ? ActivationFunction.GELU_TANH : activation(config),
                type.isEmpty()
                        ? null
                        : type.equals("gpt2") ? SublayerConnection.PRE_NORM : SublayerConnection.POST_NORM,
                type.isEmpty() ? null : type.equals("roberta") || type.equals("xlm-roberta") ? 2 : 0,
                type.isEmpty() ? null : false);
    }

    private static void requireAbsolutePositions(JsonNode config) {
        String positions = config.path("position_embedding_type").asText("absolute");
        if (!positions.equals("absolute")) {
            throw new UserError(
                    "The weights' model has positions of the kind " + positions + ", and only absolute ones are built",
                    "Use other weights");
        }
    }

    private static Optional<JsonNode> number(JsonNode config, String name, String otherName) {
        return List.of(config.path(name), config.path(otherName)).stream()
                .filter(JsonNode::isNumber)
                .findFirst();
    }

    private static @Nullable ActivationFunction activation(JsonNode config) {
        String name = config.path("hidden_act")
                .asText(config.path("activation_function").asText(""));
        if (name.isEmpty()) {
            return null;
        }
        ActivationFunction known = ACTIVATIONS.get(name);
        if (known == null) {
            throw new UserError(
                    "The weights' model has the activation " + name + ", and only " + ACTIVATIONS.keySet()
                            + " are built",
                    "Use other weights");
        }
        return known;
    }

    /**
     * Refuses weights that the configured model would compute otherwise with.
     *
     * @param messages told what nobody says
     */
    void require(LanguageModelConfig model, Consumer<String> messages) {
        LanguageTraits ours = of(model);
        List<String> differences = new ArrayList<>();
        compare(differences, "model.heads", ours.heads(), heads);
        compare(differences, "model.norm-epsilon", ours.epsilon(), epsilon);
        compare(differences, "model.activation", name(ours.activation()), name(activation));
        compare(differences, "model.connection", name(ours.connection()), name(connection));
        compare(differences, "the first position's row", ours.positionOffset(), positionOffset);
        compare(differences, "model.scale-embedding", ours.scaled(), scaled);
        if (!differences.isEmpty()) {
            throw new UserError(
                    "The weights belong to a model that computes otherwise: " + String.join("; ", differences),
                    "Set the keys, or model.variant, to the weights' values, or use other weights");
        }
        if (heads == null) {
            messages.accept("nothing beside the weights says how many heads their model has, and which epsilon and"
                    + " activation; they are taken to be those of model.variant");
        }
    }

    private static void compare(List<String> differences, String key, @Nullable Object ours, @Nullable Object theirs) {
        if (theirs != null && !Objects.equals(ours, theirs)) {
            differences.add(key + " = " + ours + ", the weights' model has " + theirs);
        }
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
