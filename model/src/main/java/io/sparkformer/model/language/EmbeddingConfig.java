package io.sparkformer.model.language;

/**
 * How token ids become vectors.
 *
 * @param vocabulary V, number of tokens
 * @param width E, of the tables; where it is not the stack's, a linear map follows (Lan et al. 2020, section 3.1)
 * @param positions which positions are added
 * @param longest P, rows of the table of positions, where they are learned
 * @param positionOffset row of a text's first token in it: 2 in RoBERTa, else 0
 * @param segments rows of the table of segments; 0 where there is none
 * @param norm whether a layer norm follows
 */
public record EmbeddingConfig(
        int vocabulary, int width, Positions positions, int longest, int positionOffset, int segments, boolean norm) {
    /** Kinds of positions. */
    public enum Positions {
        /** Learned, one for each place. */
        LEARNED,
        /** Sines and cosines, interleaved. */
        SINUSOIDAL,
        /** None. */
        NONE
    }

    /** Refuses sizes that do not fit together. */
    public EmbeddingConfig {
        Sizes.atLeast("vocabulary", vocabulary, 1);
        Sizes.atLeast("embedding-width", width, 1);
        Sizes.atLeast("segments", segments, 0);
        Sizes.atLeast("position-offset", positionOffset, 0);
        Sizes.atLeast("positions", longest, positionOffset + 1);
    }

    /** The same for another number of tokens. */
    public EmbeddingConfig withVocabulary(int tokens) {
        return new EmbeddingConfig(tokens, width, positions, longest, positionOffset, segments, norm);
    }

    /** The longest text, in tokens. */
    public int longestText() {
        return positions == Positions.LEARNED ? longest - positionOffset : Integer.MAX_VALUE;
    }
}
