package io.sparkformer.data.encoding;

import io.sparkformer.data.words.ByteLevelWords;
import java.util.List;
import java.util.Map;

/** The merges of a byte-level tokenizer: which pairs of tokens become one, and which before which. */
final class MergeTable {
    private static final int BYTES = 256;

    private final int[] ofBytes = new int[BYTES];
    private final LongTable ranks;
    private final int[] merged;

    /**
     * The table of a tokenizer.
     *
     * @param vocabulary ids by token
     * @param merges pairs of tokens, the first to be merged first
     * @throws UnsupportedTokenizerException when a token is missing
     */
    MergeTable(Map<String, Integer> vocabulary, List<Pair> merges) throws UnsupportedTokenizerException {
        char[] symbols = ByteLevelWords.alphabet();
        for (int value = 0; value < BYTES; value++) {
            ofBytes[value] = id(vocabulary, String.valueOf(symbols[value]));
        }
        this.ranks = new LongTable(merges.size());
        this.merged = new int[merges.size()];
        for (int rank = 0; rank < merged.length; rank++) {
            Pair pair = merges.get(rank);
            ranks.put(key(id(vocabulary, pair.left()), id(vocabulary, pair.right())), rank);
            merged[rank] = id(vocabulary, pair.left() + pair.right());
        }
    }

    private static int id(Map<String, Integer> vocabulary, String token) throws UnsupportedTokenizerException {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new UnsupportedTokenizerException("its vocabulary has no token \"" + token + "\"");
        }
        return id;
    }

    /** The token of a byte. */
    int ofByte(byte value) {
        return ofBytes[value & 0xFF];
    }

    /** Which merge joins two tokens, or -1. */
    int rank(int left, int right) {
        return (int) ranks.get(key(left, right));
    }

    /** The token that a merge makes. */
    int merged(int rank) {
        return merged[rank];
    }

    private static long key(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Two tokens that become one. */
    record Pair(String left, String right) {
        static Pair of(List<String> tokens) throws UnsupportedTokenizerException {
            if (tokens.size() != 2) {
                throw new UnsupportedTokenizerException("a merge of it has not two tokens: " + tokens);
            }
            return new Pair(tokens.get(0), tokens.get(1));
        }
    }
}
