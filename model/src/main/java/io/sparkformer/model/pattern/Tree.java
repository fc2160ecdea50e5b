package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Tokens and the spans of a binary tree over them (Ye et al. 2019): of n leaves there are 2 n - 1 nodes, the leaves first, then the spans of
 * two, of four and so on, level by level. A leaf reads itself and on either side up to {@code degree} nodes of each level, larger spans the
 * farther away, which together cover every other leaf once; a span reads the leaves below it.
 *
 * <p>Where a level begins within a pair, the pair's other half is read first, and is one of the level's nodes.
 *
 * @param degree k
 * @param pastOnly whether leaves read nothing that comes later
 */
public record Tree(int degree, boolean pastOnly) implements AttentionPattern {
    /** Checks the degree. */
    public Tree {
        Ranges.atLeast("degree", degree, 1);
    }

    /** How many leaves so many nodes belong to. */
    public static int leaves(int nodes) {
        return (nodes + 1) / 2;
    }

    @Override
    public void requireFit(int tokens) {
        int leaves = leaves(tokens);
        if (tokens % 2 == 0 || Integer.bitCount(leaves) != 1) {
            throw new IllegalArgumentException(
                    tokens + " nodes are no binary tree: there must be 2 n - 1 of them, with n a power of two");
        }
    }

    @Override
    public BitSet keys(Query query) {
        int leaves = leaves(query.tokens());
        BitSet keys = new BitSet(query.tokens());
        if (query.place() >= leaves) {
            addLeavesBelow(keys, leaves, query.place());
            return keys;
        }
        keys.set(query.place());
        addSide(keys, leaves, query.place(), false);
        if (!pastOnly) {
            addSide(keys, leaves, query.place(), true);
        }
        return keys;
    }

    private static void addLeavesBelow(BitSet keys, int leaves, int node) {
        int level = 0;
        int first = 0;
        int size = leaves;
        while (node >= first + size) {
            first += size;
            size /= 2;
            level++;
        }
        int number = node - first;
        keys.set(number << level, (number + 1) << level);
    }

    /** The right side is the left one of the mirrored tree. */
    private void addSide(BitSet keys, int leaves, int leaf, boolean right) {
        int first = 0;
        int size = leaves;
        int next = (right ? leaves - 1 - leaf : leaf) - 1;
        int left = degree;
        while (next >= 0) {
            for (; left > 0 && next >= 0; left--) {
                keys.set(first + (right ? size - 1 - next : next));
                next--;
            }
            left = degree;
            if (next >= 0 && next % 2 == 0) {
                keys.set(first + (right ? size - 1 - next : next));
                next--;
                left--;
            }
            next = Math.floorDiv(next, 2);
            first += size;
            size /= 2;
        }
    }
}
