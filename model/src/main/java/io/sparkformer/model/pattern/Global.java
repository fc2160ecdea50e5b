package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Some tokens read all keys, and all queries read theirs: the first ones and the last ones.
 *
 * @param first how many at the beginning
 * @param last how many at the end
 */
public record Global(int first, int last) implements AttentionPattern {
    /** Checks both. */
    public Global {
        Ranges.atLeast("first", first, 0);
        Ranges.atLeast("last", last, 0);
    }

    /** The first ones. */
    public Global(int first) {
        this(first, 0);
    }

    /** Whether a token is one of them. */
    public boolean contains(int tokens, int place) {
        return place < first || place >= tokens - last;
    }

    @Override
    public BitSet keys(Query query) {
        int tokens = query.tokens();
        if (contains(tokens, query.place())) {
            return Ranges.of(tokens, 0, tokens);
        }
        BitSet keys = Ranges.of(tokens, 0, first);
        Ranges.add(keys, tokens, (long) tokens - last, tokens);
        return keys;
    }
}
