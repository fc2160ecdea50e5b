package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * A block reads itself and its neighbours (Zaheer et al. 2020, section 2): a band in the coordinates of blocks.
 *
 * @param block tokens of a block
 * @param radius blocks on each side
 */
public record BlockBand(int block, int radius) implements AttentionPattern {
    /** Checks both. */
    public BlockBand {
        Ranges.atLeast("block", block, 1);
        Ranges.atLeast("radius", radius, 0);
    }

    @Override
    public BitSet keys(Query query) {
        long own = query.place() / block;
        return Ranges.of(query.tokens(), (own - radius) * block, (own + radius + 1) * block);
    }
}
