package io.sparkformer.model.language;

/**
 * A Transformer over tokens.
 *
 * @param embedding how token ids become vectors
 * @param stack the layers
 * @param dropout rate behind the embeddings and behind both sublayers
 */
public record LanguageModelConfig(EmbeddingConfig embedding, StackConfig stack, double dropout) {
    /** Refuses rates that are none. */
    public LanguageModelConfig {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout = " + dropout + ": must be at least 0 and below 1");
        }
    }

    /** The same for another tokenizer. */
    public LanguageModelConfig withVocabulary(int tokens) {
        return new LanguageModelConfig(embedding.withVocabulary(tokens), stack, dropout);
    }

    /** The same with another rate of dropout. */
    public LanguageModelConfig withDropout(double rate) {
        return new LanguageModelConfig(embedding, stack, rate);
    }
}
