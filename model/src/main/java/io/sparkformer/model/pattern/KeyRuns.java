package io.sparkformer.model.pattern;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Sets of keys as runs of neighbours: of a pattern of few keys for each query much less than all pairs.
 *
 * @param runs of each query, in their order: where a run begins and where it has ended, in turns
 */
public record KeyRuns(int[][] runs) {
    /** What the queries of a head read. */
    public static KeyRuns of(AttentionPattern pattern, int tokens, int head) {
        int[][] runs = new int[tokens][];
        for (int place = 0; place < tokens; place++) {
            runs[place] = of(pattern.keys(new AttentionPattern.Query(tokens, head, place)));
        }
        return new KeyRuns(runs);
    }

    private static int[] of(BitSet keys) {
        int[] ends = new int[8];
        int count = 0;
        for (int begin = keys.nextSetBit(0); begin >= 0; begin = keys.nextSetBit(ends[count - 1])) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = begin;
            ends[count++] = keys.nextClearBit(begin);
        }
        return Arrays.copyOf(ends, count);
    }

    /** Queries. */
    public int queries() {
        return runs.length;
    }

    /** Pairs of a query and a key that it reads. */
    public long pairs() {
        long pairs = 0;
        for (int[] ends : runs) {
            for (int run = 0; run < ends.length; run += 2) {
                pairs += ends[run + 1] - ends[run];
            }
        }
        return pairs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRuns that && Arrays.deepEquals(runs, that.runs);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(runs);
    }
}
