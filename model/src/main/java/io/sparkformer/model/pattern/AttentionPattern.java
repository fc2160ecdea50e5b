package io.sparkformer.model.pattern;

import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Which keys each query reads. Static: it depends on the number of tokens, the head and the place of the query, and on nothing that is
 * computed; two workers with the same pattern read the same.
 */
public sealed interface AttentionPattern
        permits Full,
                Causal,
                Band,
                BlockLocal,
                Strided,
                Summary,
                Global,
                RandomKeys,
                BlockBand,
                RandomBlocks,
                RasterBlocks,
                Memory,
                Tree,
                Behind,
                OwnGlobals,
                QueriesFrom,
                AttentionPattern.Union,
                AttentionPattern.Intersection,
                AttentionPattern.PerHead {
    /** The keys that a query reads. The caller may change the set. */
    BitSet keys(Query query);

    /** The patterns that it is made of; none if it is of none. */
    default List<AttentionPattern> parts() {
        return List.of();
    }

    /** At which distances between neighbouring keys its keys, or a part's, may lie far apart: what is fast may look for them there. */
    default IntStream steps() {
        return parts().stream().flatMapToInt(AttentionPattern::steps);
    }

    /** Whether heads may read differently. */
    default boolean differsByHead() {
        return parts().stream().anyMatch(AttentionPattern::differsByHead);
    }

    /** Refuses a number of tokens that it, or a part of it, has no meaning for. */
    default void requireFit(int tokens) {
        parts().forEach(part -> part.requireFit(tokens));
    }

    /**
     * Who asks.
     *
     * @param tokens n, how many tokens there are
     * @param head from 0
     * @param place of the query, from 0 to n - 1
     */
    record Query(int tokens, int head, int place) {
        /** Refuses a place that is none. */
        public Query {
            if (head < 0 || place < 0 || place >= tokens) {
                throw new IllegalArgumentException(
                        "query " + place + " of head " + head + ": there are " + tokens + " tokens");
            }
        }
    }

    /** What either reads. */
    default AttentionPattern or(AttentionPattern other) {
        return new Union(List.of(this, other));
    }

    /** What both read. */
    default AttentionPattern and(AttentionPattern other) {
        return new Intersection(List.of(this, other));
    }

    /** Itself, without keys that come later. */
    default AttentionPattern causal() {
        return and(new Causal());
    }

    /**
     * What one of several reads.
     *
     * @param parts at least one
     */
    record Union(List<AttentionPattern> parts) implements AttentionPattern {
        /** Copies the list. */
        public Union {
            parts = nonEmpty(parts);
        }

        @Override
        public BitSet keys(Query query) {
            return combined(parts, query, BitSet::or);
        }
    }

    /**
     * What all of several read.
     *
     * @param parts at least one
     */
    record Intersection(List<AttentionPattern> parts) implements AttentionPattern {
        /** Copies the list. */
        public Intersection {
            parts = nonEmpty(parts);
        }

        @Override
        public BitSet keys(Query query) {
            return combined(parts, query, BitSet::and);
        }
    }

    /**
     * Each head its own.
     *
     * @param parts of head 0, of head 1, and so on; again from the first where there are more heads
     */
    record PerHead(List<AttentionPattern> parts) implements AttentionPattern {
        /** Copies the list. */
        public PerHead {
            parts = nonEmpty(parts);
        }

        @Override
        public boolean differsByHead() {
            return true;
        }

        @Override
        public BitSet keys(Query query) {
            return parts.get(query.head() % parts.size()).keys(query);
        }
    }

    private static BitSet combined(List<AttentionPattern> parts, Query query, BiConsumer<BitSet, BitSet> operation) {
        BitSet keys = parts.get(0).keys(query);
        parts.stream().skip(1).forEach(part -> operation.accept(keys, part.keys(query)));
        return keys;
    }

    private static List<AttentionPattern> nonEmpty(List<AttentionPattern> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("a pattern of no patterns: name at least one");
        }
        return List.copyOf(patterns);
    }
}
