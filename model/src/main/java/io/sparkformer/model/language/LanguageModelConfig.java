package io.sparkformer.model.language;

/**
 * A Transformer over tokens.
 *
 * @param embedding how token ids become vectors
 * @param stack the layers
 * @param dropout rate behind the embeddings and behind both sublayers
 */
public record LanguageModelConfig(EmbeddingConfig embedding, StackConfig stack, double dropout) {
    /** Refuses rates that are none, and positions of layers that cannot have them. */
    public LanguageModelConfig {
        boolean perLayer = embedding.positions() == EmbeddingConfig.Positions.LEARNED_PER_LAYER;
        if (perLayer && (!stack.layering().isPlain() || stack.layering().shared())) {
            throw new IllegalArgumentException(
                    "positions for each layer of " + stack.layering()
                            + ": they need blocks with weights of their own, over the tokens alone, that follow one another in turns");
        }
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
