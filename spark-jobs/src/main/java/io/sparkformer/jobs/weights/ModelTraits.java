package io.sparkformer.jobs.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What decides a model's output and does not show in the shapes of its tensors; null where nobody says.
 *
 * @param heads attention heads
 * @param epsilon of the layer norms
 * @param activation of the feed-forward networks
 * @param normalization of the images
 */
record ModelTraits(
        @Nullable Integer heads,
        @Nullable Double epsilon,
        @Nullable String activation,
        @Nullable Normalization normalization) {
    private static final String CONFIG = "config.json";
    private static final String PREPROCESSOR = "preprocessor_config.json";

    /** Hugging Face's name for the exact function, x times the normal distribution's Phi(x), which ours is. */
    private static final String GELU = "gelu";

    /** Of one of our own models. */
    static ModelTraits of(VitConfig model, @Nullable Normalization normalization) {
        return new ModelTraits(model.heads(), model.epsilon(), GELU, normalization);
    }

    /** From the files that the models of Hugging Face's hub have beside their weights. */
    static ModelTraits beside(FileSystem fileSystem, Path directory) throws IOException {
        JsonNode config = JsonFile.read(fileSystem, new Path(directory, CONFIG));
        return new ModelTraits(
                config.hasNonNull("num_attention_heads")
                        ? config.get("num_attention_heads").intValue()
                        : null,
                config.hasNonNull("layer_norm_eps")
                        ? config.get("layer_norm_eps").doubleValue()
                        : null,
                config.hasNonNull("hidden_act") ? config.get("hidden_act").textValue() : null,
                normalization(config, fileSystem, directory));
    }

    /** As transformers writes it, or as timm does in config.json. */
    private static @Nullable Normalization normalization(JsonNode config, FileSystem fileSystem, Path directory)
            throws IOException {
        Path file = new Path(directory, PREPROCESSOR);
        JsonNode preprocessor = JsonFile.read(fileSystem, file);
        if (preprocessor.path("do_normalize").asBoolean(true) && preprocessor.has("image_mean")) {
            return normalization(preprocessor.path("image_mean"), preprocessor.path("image_std"), file);
        }
        JsonNode timm = config.path("pretrained_cfg");
        return timm.has("mean")
                ? normalization(timm.path("mean"), timm.path("std"), new Path(directory, CONFIG))
                : null;
    }

    private static Normalization normalization(JsonNode mean, JsonNode deviation, Path file) {
        try {
            return new Normalization(numbers(mean), numbers(deviation));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), "Correct or remove the file", e);
        }
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.doubleValue()));
        return numbers;
    }

    /**
     * Refuses weights that the configured model would compute otherwise with.
     *
     * @param messages told what nobody says
     */
    void require(VitConfig model, KeyFamily family, Consumer<String> messages) {
        List<String> differences = new ArrayList<>();
        if (heads != null && heads != model.heads()) {
            differences.add("model.heads = " + model.heads() + ", the weights' model has " + heads);
        }
        if (epsilon != null && epsilon != model.epsilon()) {
            differences.add("model.layer-norm-epsilon = " + model.epsilon() + ", the weights' model has " + epsilon);
        }
        if (activation != null && !activation.equals(GELU)) {
            differences.add("the weights' model has the activation " + activation + ", and only " + GELU + " is built");
        }
        if (!differences.isEmpty()) {
            throw new UserError(
                    "The weights belong to a model that computes otherwise: " + String.join("; ", differences),
                    "Set the keys to the weights' values, or use other weights");
        }
        if (epsilon == null && family == KeyFamily.HUGGING_FACE) {
            messages.accept(String.format(
                    Locale.ROOT,
                    "there is no config.json beside the weights: Hugging Face's models have layer norms of epsilon 1e-12"
                            + " unless it says otherwise, and model.layer-norm-epsilon is %s",
                    model.epsilon()));
        }
    }
}
