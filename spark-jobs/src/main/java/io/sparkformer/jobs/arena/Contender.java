package io.sparkformer.jobs.arena;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.Universal;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * What takes part: an attention, an order of layers, or a kind of positions, all else as plain as it can be.
 *
 * @param name of its kind in the configuration, or what it is made of
 * @param source where it comes from
 * @param positions what tokens know of their places
 * @param ofTokens the layers for sequences of so many tokens
 * @param period after how many of so many tokens places are counted anew; empty: never
 */
record Contender(
        String name,
        String source,
        Positions positions,
        IntFunction<Layering> ofTokens,
        IntFunction<OptionalInt> period) {
    /** Of places that are counted through a whole sequence. */
    Contender(String name, String source, Positions positions, IntFunction<Layering> ofTokens) {
        this(name, source, positions, ofTokens, tokens -> OptionalInt.empty());
    }

    /** Whether sines and cosines are added to tokens, which must be as large then. */
    boolean addsSinusoids() {
        return positions == Positions.SINUSOIDAL || ofTokens.apply(1).scheme() instanceof Universal;
    }
}
