package io.sparkformer.model.pattern;

import io.sparkformer.model.random.CounterRandom;
import java.util.BitSet;

/**
 * Some keys at random, its own among them; drawn for each head and query by the seed.
 *
 * @param count r, keys of a query, or all if there are fewer
 * @param seed of the draws
 */
public record RandomKeys(int count, long seed) implements AttentionPattern {
    /** Checks the number. */
    public RandomKeys {
        Ranges.atLeast("count", count, 1);
    }

    @Override
    public boolean differsByHead() {
        return true;
    }

    @Override
    public BitSet keys(Query query) {
        BitSet keys = new BitSet(query.tokens());
        keys.set(query.place());
        long key = CounterRandom.key(seed, query.head(), query.place());
        Draws.add(keys, query.tokens(), count, key);
        return keys;
    }
}
