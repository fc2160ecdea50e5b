package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Tokens in blocks, each block with a global token of its own, which stand in front of all: hard masks over the four pieces of ETC (Ainslie et al. 2020,
 * section 3). A global token reads all global ones and the tokens of its block; a token its neighbours and the global token of its block.
 *
 * @param globals how many stand in front, one for each block
 * @param block tokens of a block; the last may be shorter
 * @param radius neighbours on either side
 */
public record OwnGlobals(int globals, int block, int radius) implements AttentionPattern {
    /** Checks all. */
    public OwnGlobals {
        Ranges.atLeast("globals", globals, 0);
        Ranges.atLeast("block", block, 1);
        Ranges.atLeast("radius", radius, 0);
    }

    @Override
    public BitSet keys(Query query) {
        int tokens = query.tokens();
        if (query.place() < globals) {
            BitSet keys = Ranges.of(tokens, 0, globals);
            long first = globals + (long) query.place() * block;
            Ranges.add(keys, tokens, first, first + block);
            return keys;
        }
        int own = (query.place() - globals) / block;
        BitSet keys = Ranges.of(tokens, own, own < globals ? own + 1L : own);
        Ranges.add(keys, tokens, Math.max(globals, (long) query.place() - radius), (long) query.place() + radius + 1);
        return keys;
    }
}
