package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * The queries from a place on read all keys, those before it none: what these hear is computed otherwise.
 *
 * @param first the place
 */
public record QueriesFrom(int first) implements AttentionPattern {
    /** Checks the place. */
    public QueriesFrom {
        Ranges.atLeast("first", first, 0);
    }

    @Override
    public BitSet keys(Query query) {
        return Ranges.of(query.tokens(), 0, query.place() < first ? 0 : query.tokens());
    }
}
