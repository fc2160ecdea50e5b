package io.sparkformer.model.language;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published sizes, with their own vocabularies; a tokenizer brings its own.
 *
 * <p>BERT: Devlin et al. 2019, section 3; tiny to medium and {@code bert-L-D}, L layers of width D with D / 64 heads: Turc et al.
 * 2019. RoBERTa: Liu et al. 2019. ALBERT: Lan et al. 2020, table 1. ERNIE 1.0: Sun et al. 2019 and its released configuration.
 * MiniLM: Wang et al. 2020, table 1. GPT: Radford et al. 2018; GPT-2: Radford et al. 2019, table 2.
 */
public final class LanguageVariant {
    private static final int BERT_VOCABULARY = 30_522;
    private static final Pattern TURC = Pattern.compile("bert-(2|4|6|8|10|12)-(128|256|512|768)");
    private static final Map<String, LanguageModelConfig> TABLE = table();

    private LanguageVariant() {}

    /**
     * The variant of this name, with dropout where its authors pre-trained it with some.
     *
     * @throws IllegalArgumentException naming the known variants
     */
    public static LanguageModelConfig of(String name) {
        Matcher turc = TURC.matcher(name);
        if (turc.matches()) {
            int width = Integer.parseInt(turc.group(2));
            return bert(BERT_VOCABULARY, width, Integer.parseInt(turc.group(1)), width / 64);
        }
        LanguageModelConfig config = TABLE.get(name);
        if (config == null) {
            throw new IllegalArgumentException("variant " + name + " is unknown: choose one of "
                    + String.join(", ", TABLE.keySet())
                    + ", or bert-L-D with L of 2, 4, 6, 8, 10, 12 and D of 128, 256,"
                    + " 512, 768");
        }
        return config;
    }

    /** Whether there is one of this name. */
    public static boolean isKnown(String name) {
        return TABLE.containsKey(name) || TURC.matcher(name).matches();
    }

    /** The names of those that have one, in the order of the table. */
    public static List<String> names() {
        return List.copyOf(TABLE.keySet());
    }

    private static Map<String, LanguageModelConfig> table() {
        Map<String, LanguageModelConfig> table = new LinkedHashMap<>();
        table.put("bert-tiny", bert(BERT_VOCABULARY, 128, 2, 2));
        table.put("bert-mini", bert(BERT_VOCABULARY, 256, 4, 4));
        table.put("bert-small", bert(BERT_VOCABULARY, 512, 4, 8));
        table.put("bert-medium", bert(BERT_VOCABULARY, 512, 8, 8));
        table.put("bert-base", bert(BERT_VOCABULARY, 768, 12, 12));
        table.put("bert-large", bert(BERT_VOCABULARY, 1024, 24, 16));
        table.put("minilm-6-384", bert(BERT_VOCABULARY, 384, 6, 12));
        table.put("minilm-12-384", bert(BERT_VOCABULARY, 384, 12, 12));
        table.put("roberta-base", roberta(768, 12, 12));
        table.put("roberta-large", roberta(1024, 24, 16));
        table.put("ernie-1.0", ernie());
        table.put("albert-base", albert(768, 12, 12));
        table.put("albert-large", albert(1024, 24, 16));
        table.put("albert-xlarge", albert(2048, 24, 16));
        table.put("albert-xxlarge", albert(4096, 12, 64));
        table.put("gpt", gpt());
        table.put("gpt2", gpt2(768, 12, 12));
        table.put("gpt2-medium", gpt2(1024, 24, 16));
        table.put("gpt2-large", gpt2(1280, 36, 20));
        table.put("gpt2-xl", gpt2(1600, 48, 25));
        return table;
    }

    private static LanguageModelConfig bert(int vocabulary, int width, int depth, int heads) {
        return encoder(
                new EmbeddingConfig(vocabulary, width, Positions.LEARNED, 512, 0, 2, true),
                width,
                depth,
                heads,
                ActivationFunction.GELU,
                1e-12,
                0.1);
    }

    private static LanguageModelConfig roberta(int width, int depth, int heads) {
        return encoder(
                new EmbeddingConfig(50_265, width, Positions.LEARNED, 514, 2, 1, true),
                width,
                depth,
                heads,
                ActivationFunction.GELU,
                1e-5,
                0.1);
    }

    private static LanguageModelConfig ernie() {
        return encoder(
                new EmbeddingConfig(18_000, 768, Positions.LEARNED, 513, 0, 2, true),
                768,
                12,
                12,
                ActivationFunction.RELU,
                1e-5,
                0.1);
    }

    private static LanguageModelConfig encoder(
            EmbeddingConfig embedding,
            int width,
            int depth,
            int heads,
            ActivationFunction activation,
            double epsilon,
            double dropout) {
        StackConfig stack = new StackConfig(
                width,
                depth,
                heads,
                4 * width,
                activation,
                SublayerConnection.POST_NORM,
                epsilon,
                false,
                Layering.PLAIN);
        return new LanguageModelConfig(embedding, stack, dropout);
    }

    /** Version 2, which was trained without dropout. */
    private static LanguageModelConfig albert(int width, int depth, int heads) {
        StackConfig stack = new StackConfig(
                width,
                depth,
                heads,
                4 * width,
                ActivationFunction.GELU_TANH,
                SublayerConnection.POST_NORM,
                1e-12,
                false,
                Layering.PLAIN.sharing(true));
        return new LanguageModelConfig(new EmbeddingConfig(30_000, 128, Positions.LEARNED, 512, 0, 2, true), stack, 0);
    }

    private static LanguageModelConfig gpt() {
        StackConfig stack = new StackConfig(
                768,
                12,
                12,
                3072,
                ActivationFunction.GELU_TANH,
                SublayerConnection.POST_NORM,
                1e-5,
                true,
                Layering.PLAIN);
        return new LanguageModelConfig(
                new EmbeddingConfig(40_478, 768, Positions.LEARNED, 512, 0, 0, false), stack, 0.1);
    }

    private static LanguageModelConfig gpt2(int width, int depth, int heads) {
        StackConfig stack = new StackConfig(
                width,
                depth,
                heads,
                4 * width,
                ActivationFunction.GELU_TANH,
                SublayerConnection.PRE_NORM,
                1e-5,
                true,
                Layering.PLAIN);
        return new LanguageModelConfig(
                new EmbeddingConfig(50_257, width, Positions.LEARNED, 1024, 0, 0, false), stack, 0.1);
    }
}
