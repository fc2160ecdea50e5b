package io.sparkformer.jobs.export;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.SequenceRegression;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The config.json of a Transformer over tokens, as transformers reads it.
 *
 * @param task the model with its head
 * @param counterpart what it is there
 * @param special tokens
 * @param labels of classes or tags
 */
record HuggingFaceTextConfig(
        LanguageTask task, HuggingFaceCounterpart counterpart, SpecialTokens special, List<String> labels) {
    static final String FILE = "config.json";

    Map<String, Object> content() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of(counterpart.architecture()));
        config.put("model_type", counterpart.type());
        switch (counterpart.family()) {
            case GPT2 -> gpt2(config);
            case GPT -> gpt(config);
            default -> encoder(config);
        }
        token(config, "pad_token_id", special.pad());
        token(config, "bos_token_id", special.begin());
        token(config, "eos_token_id", special.end());
        head(config);
        config.put("tie_word_embeddings", true);
        config.put("torch_dtype", "float32");
        return config;
    }

    private void encoder(Map<String, Object> config) {
        EmbeddingConfig embedding = model().embedding();
        StackConfig stack = model().stack();
        config.put("vocab_size", embedding.vocabulary());
        config.put("hidden_size", stack.width());
        config.put("num_hidden_layers", stack.depth());
        config.put("num_attention_heads", stack.heads());
        config.put("intermediate_size", stack.hiddenWidth());
        config.put("hidden_act", activation(stack.activation()));
        config.put("max_position_embeddings", embedding.longest());
        config.put("type_vocab_size", embedding.segments());
        config.put("layer_norm_eps", stack.epsilon());
        config.put("hidden_dropout_prob", model().dropout());
        config.put("attention_probs_dropout_prob", 0.0);
        config.put("position_embedding_type", "absolute");
        if (counterpart.family() == KeyFamily.ALBERT) {
            config.put("embedding_size", embedding.width());
            config.put("num_hidden_groups", 1);
            config.put("inner_group_num", 1);
            config.put("classifier_dropout_prob", model().dropout());
        }
    }

    private void gpt2(Map<String, Object> config) {
        decoder(config);
        config.put("n_ctx", model().embedding().longest());
        config.put("n_inner", model().stack().hiddenWidth());
        config.put("activation_function", activation(model().stack().activation()));
    }

    /** Its gelu is the approximation by tanh. */
    private void gpt(Map<String, Object> config) {
        decoder(config);
        config.put("afn", model().stack().activation() == ActivationFunction.RELU ? "relu" : "gelu");
    }

    private void decoder(Map<String, Object> config) {
        config.put("vocab_size", model().embedding().vocabulary());
        config.put("n_positions", model().embedding().longest());
        config.put("n_embd", model().stack().width());
        config.put("n_layer", model().stack().depth());
        config.put("n_head", model().stack().heads());
        config.put("layer_norm_epsilon", model().stack().epsilon());
        config.put("embd_pdrop", model().dropout());
        config.put("resid_pdrop", model().dropout());
        config.put("attn_pdrop", 0.0);
    }

    private void head(Map<String, Object> config) {
        if (task instanceof SequenceClassification classification) {
            Labels.describe(config, labels, classification.classes());
            config.put(
                    "problem_type",
                    classification.objective() == Objective.SIGMOID
                            ? "multi_label_classification"
                            : "single_label_classification");
        } else if (task instanceof TokenClassification tagging) {
            Labels.describe(config, labels, tagging.tags());
        } else if (task instanceof SequenceRegression) {
            Labels.describe(config, List.of(), 1);
            config.put("problem_type", "regression");
        }
    }

    /** What is left out would be the id in the family's own vocabulary. */
    private static void token(Map<String, Object> config, String key, int id) {
        config.put(key, id == SpecialTokens.ABSENT ? null : id);
    }

    private static String activation(ActivationFunction function) {
        return switch (function) {
            case GELU -> "gelu";
            case GELU_TANH -> "gelu_new";
            case RELU -> "relu";
        };
    }

    private LanguageModelConfig model() {
        return task.model().config();
    }
}
