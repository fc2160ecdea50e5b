package io.sparkformer.model.language;

import io.sparkformer.model.layer.PositionEncoding;
import io.sparkformer.model.layer.Sinusoids;
import java.util.OptionalInt;

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
 * @param period after how many tokens places are counted anew, as within segments that know nothing of each other; empty: never
 * @param scaled whether what the tables say of tokens, which starts with a deviation of 1 / sqrt(E), is multiplied by sqrt(E) (Vaswani et al. 2017,
 *     section 3.4): as large as sines and cosines, which else drown it
 */
public record EmbeddingConfig(
        int vocabulary,
        int width,
        Positions positions,
        int longest,
        int positionOffset,
        int segments,
        boolean norm,
        OptionalInt period,
        boolean scaled) {
    /** Kinds of positions. */
    public enum Positions {
        /** Learned, one for each place. */
        LEARNED,
        /** The same, and to the input of each layer above the first those of a table of its own (Al-Rfou et al. 2018). */
        LEARNED_PER_LAYER,
        /** Sines and cosines, interleaved. */
        SINUSOIDAL,
        /** None. */
        NONE;

        /** Whether they are rows of a table, which ends. */
        public boolean areLearned() {
            return this == LEARNED || this == LEARNED_PER_LAYER;
        }
    }

    /** Of places that are counted through a whole row, and tokens as they are. */
    public EmbeddingConfig(
            int vocabulary,
            int width,
            Positions positions,
            int longest,
            int positionOffset,
            int segments,
            boolean norm) {
        this(vocabulary, width, positions, longest, positionOffset, segments, norm, OptionalInt.empty(), false);
    }

    /** Refuses sizes that do not fit together. */
    public EmbeddingConfig {
        Sizes.atLeast("vocabulary", vocabulary, 1);
        Sizes.atLeast("embedding-width", width, 1);
        Sizes.atLeast("segments", segments, 0);
        Sizes.atLeast("position-offset", positionOffset, 0);
        Sizes.atLeast("position-period", period.orElse(1), 1);
        Sizes.atLeast("positions", longest, positionOffset + (positions.areLearned() ? period.orElse(1) : 1));
    }

    /** The same for another number of tokens. */
    public EmbeddingConfig withVocabulary(int tokens) {
        return new EmbeddingConfig(tokens, width, positions, longest, positionOffset, segments, norm, period, scaled);
    }

    /** The same of places that are counted anew after so many tokens. */
    public EmbeddingConfig withPeriod(OptionalInt tokens) {
        return new EmbeddingConfig(
                vocabulary, width, positions, longest, positionOffset, segments, norm, tokens, scaled);
    }

    /** The same with what tables say of tokens as large as sines and cosines, or as it is. */
    public EmbeddingConfig withScale(boolean large) {
        return new EmbeddingConfig(
                vocabulary, width, positions, longest, positionOffset, segments, norm, period, large);
    }

    /**
     * With which deviation the table of tokens starts.
     *
     * @param small where it is not scaled
     */
    double deviation(double small) {
        return scaled ? 1 / scale() : small;
    }

    /** What tokens' vectors are multiplied by. */
    double scale() {
        return scaled ? Math.sqrt(width) : 1;
    }

    /**
     * What is added to tokens.
     *
     * @param deviation with which tables start
     */
    PositionEncoding encoding(double deviation) {
        return switch (positions) {
            case LEARNED, LEARNED_PER_LAYER ->
                withinPeriods(new PositionEncoding.Learned(longest, positionOffset, deviation));
            case SINUSOIDAL -> withinPeriods(new PositionEncoding.Sinusoidal(Sinusoids.Arrangement.INTERLEAVED));
            case NONE -> new PositionEncoding.None();
        };
    }

    private PositionEncoding withinPeriods(PositionEncoding.OfPlaces once) {
        return period.isPresent() ? new PositionEncoding.Periodic(once, period.getAsInt()) : once;
    }

    /** Whether the table of positions says how long a text may be. */
    public boolean endsTexts() {
        return positions.areLearned() && period.isEmpty();
    }

    /** The longest text, in tokens. */
    public int longestText() {
        return endsTexts() ? longest - positionOffset : Integer.MAX_VALUE;
    }
}
