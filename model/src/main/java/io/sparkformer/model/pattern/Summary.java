package io.sparkformer.model.pattern;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The last keys of every block, which stand for it (the second head of fixed attention, Child et al. 2019, section 4.2).
 *
 * @param block l, the size of a block
 * @param count c, how many keys of each
 */
public record Summary(int block, int count) implements AttentionPattern {
    /** Checks both. */
    public Summary {
        Ranges.atLeast("block", block, 1);
        Ranges.atLeast("count", count, 1);
        if (count > block) {
            throw new IllegalArgumentException("count = " + count + ": a block has " + block + " keys");
        }
    }

    @Override
    public IntStream steps() {
        return IntStream.of(block);
    }

    @Override
    public BitSet keys(Query query) {
        BitSet keys = new BitSet(query.tokens());
        for (long end = block; end - count < query.tokens(); end += block) {
            Ranges.add(keys, query.tokens(), end - count, end);
        }
        return keys;
    }
}
