package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Blocks of tokens that read themselves. Of the rows of a picture, one after another: a row reads itself (Ho et al. 2019).
 *
 * @param size of a block; the last one may be shorter
 */
public record BlockLocal(int size) implements AttentionPattern {
    /** Checks the size. */
    public BlockLocal {
        Ranges.atLeast("size", size, 1);
    }

    @Override
    public BitSet keys(Query query) {
        long begin = (long) query.place() / size * size;
        return Ranges.of(query.tokens(), begin, begin + size);
    }
}
