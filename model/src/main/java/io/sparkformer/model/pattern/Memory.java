package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * A block of queries reads itself and what lies before it, up to a bound (the one-dimensional local attention of Parmar et al. 2018,
 * section 3.2).
 *
 * @param block l_q, tokens of a block
 * @param before l_m, keys before it
 */
public record Memory(int block, int before) implements AttentionPattern {
    /** Checks both. */
    public Memory {
        Ranges.atLeast("block", block, 1);
        Ranges.atLeast("before", before, 0);
    }

    @Override
    public BitSet keys(Query query) {
        long begin = (long) query.place() / block * block;
        return Ranges.of(query.tokens(), begin - before, begin + block);
    }
}
