package io.sparkformer.data.tokenizer;

import java.util.Arrays;
import java.util.List;

/** Pieces as a tree of their code points: a hash table from a node and a code point to the next node. */
final class PieceTrie {
    /** No node, no piece. */
    static final int NONE = -1;

    /** Where every piece begins. */
    static final int ROOT = 0;

    private static final long FREE = -1;
    private static final int CODE_POINT_BITS = 21;

    private long[] keys;
    private int[] children;
    private int[] pieces;
    private int nodes = 1;

    /** A tree in which a piece has the number of its place. */
    PieceTrie(List<String> texts) {
        allocate(Integer.highestOneBit(Math.max(16, texts.size())) << 2);
        pieces = new int[Math.max(16, texts.size() * 2)];
        Arrays.fill(pieces, NONE);
        for (int piece = 0; piece < texts.size(); piece++) {
            int node = ROOT;
            String text = texts.get(piece);
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                node = childOrNew(node, text.codePointAt(i));
            }
            pieces[node] = piece;
        }
    }

    private void allocate(int capacity) {
        keys = new long[capacity];
        Arrays.fill(keys, FREE);
        children = new int[capacity];
    }

    /** Where a code point leads from a node, or {@link #NONE}. */
    int child(int node, int codePoint) {
        long key = key(node, codePoint);
        int slot = slot(key);
        return keys[slot] == FREE ? NONE : children[slot];
    }

    /** The piece that ends in a node, or {@link #NONE}. */
    int piece(int node) {
        return pieces[node];
    }

    private int childOrNew(int node, int codePoint) {
        long key = key(node, codePoint);
        int slot = slot(key);
        if (keys[slot] != FREE) {
            return children[slot];
        }
        if (nodes > keys.length / 2) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        children[slot] = nodes;
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * nodes);
            Arrays.fill(pieces, nodes, pieces.length, NONE);
        }
        return nodes++;
    }

    private static long key(int node, int codePoint) {
        return ((long) node << CODE_POINT_BITS) | codePoint;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        allocate(2 * oldKeys.length);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                children[slot] = oldChildren[old];
            }
        }
    }
}
