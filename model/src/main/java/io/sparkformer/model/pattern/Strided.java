package io.sparkformer.model.pattern;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The keys whose distance is a multiple of the stride (Child et al. 2019, section 4.2). Of the rows of a picture of this width, one after
 * another: a column reads itself.
 *
 * @param stride l
 */
public record Strided(int stride) implements AttentionPattern {
    /** Checks the stride. */
    public Strided {
        Ranges.atLeast("stride", stride, 1);
    }

    @Override
    public IntStream steps() {
        return IntStream.of(stride);
    }

    @Override
    public BitSet keys(Query query) {
        BitSet keys = new BitSet(query.tokens());
        for (long key = query.place() % stride; key < query.tokens(); key += stride) {
            keys.set((int) key);
        }
        return keys;
    }
}
