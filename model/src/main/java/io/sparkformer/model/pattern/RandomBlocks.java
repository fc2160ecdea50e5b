package io.sparkformer.model.pattern;

import io.sparkformer.model.random.CounterRandom;
import java.util.BitSet;
import java.util.List;

/**
 * All queries of a block read some blocks at random, drawn for each head by the seed, none of them among those that it reads anyway
 * (Zaheer et al. 2020, section 2).
 *
 * @param block tokens of a block
 * @param count r, blocks that are drawn, or all that are left
 * @param seed of the draws
 * @param besides what the block reads anyway, which is not drawn: the patterns that this one is united with
 */
public record RandomBlocks(int block, int count, long seed, AttentionPattern besides) implements AttentionPattern {
    /** Checks the sizes. */
    public RandomBlocks {
        Ranges.atLeast("block", block, 1);
        Ranges.atLeast("count", count, 1);
    }

    @Override
    public List<AttentionPattern> parts() {
        return List.of(besides);
    }

    @Override
    public boolean differsByHead() {
        return true;
    }

    @Override
    public BitSet keys(Query query) {
        int own = query.place() / block;
        int blocks = (query.tokens() + block - 1) / block;
        BitSet known = new BitSet(blocks);
        besides.keys(new Query(query.tokens(), query.head(), own * block)).stream()
                .forEach(key -> known.set(key / block));
        BitSet drawn = (BitSet) known.clone();
        Draws.add(drawn, blocks, known.cardinality() + count, CounterRandom.key(seed, query.head(), own));
        drawn.andNot(known);
        BitSet keys = new BitSet(query.tokens());
        drawn.stream()
                .forEach(
                        number -> Ranges.add(keys, query.tokens(), (long) number * block, (long) (number + 1) * block));
        return keys;
    }
}
