package io.sparkformer.model.pattern;

import java.util.BitSet;
import java.util.List;

/**
 * A pattern of the tokens that stand behind others, which read all and are read by all: the patches of a picture behind the class token of a
 * Vision Transformer.
 *
 * @param prefix how many stand in front
 * @param rest of those behind them, whose places and number it counts without the prefix
 */
public record Behind(int prefix, AttentionPattern rest) implements AttentionPattern {
    /** Checks the prefix. */
    public Behind {
        Ranges.atLeast("prefix", prefix, 0);
    }

    @Override
    public List<AttentionPattern> parts() {
        return List.of(rest);
    }

    @Override
    public void requireFit(int tokens) {
        if (tokens <= prefix) {
            throw new IllegalArgumentException(
                    tokens + " tokens, of which " + prefix + " stand in front: there must be others behind them");
        }
        rest.requireFit(tokens - prefix);
    }

    @Override
    public BitSet keys(Query query) {
        if (query.place() < prefix) {
            return Ranges.of(query.tokens(), 0, query.tokens());
        }
        BitSet behind = rest.keys(new Query(query.tokens() - prefix, query.head(), query.place() - prefix));
        BitSet keys = Ranges.of(query.tokens(), 0, prefix);
        int end;
        for (int begin = behind.nextSetBit(0); begin >= 0; begin = behind.nextSetBit(end)) {
            end = behind.nextClearBit(begin);
            keys.set(prefix + begin, prefix + end);
        }
        return keys;
    }
}
