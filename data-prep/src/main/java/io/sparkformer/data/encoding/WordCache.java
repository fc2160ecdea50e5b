package io.sparkformer.data.encoding;

import java.util.Arrays;

/**
 * The tokens of words that were met before. When it is full it begins anew, so that its memory is bounded and what is frequent now
 * is in it. For one thread.
 */
final class WordCache {
    /** Longer words are rarely met twice. */
    static final int LONGEST_WORD = 64;

    private static final int WORDS = 1 << 16;
    private static final int SLOT_BITS = 17;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int CHARACTERS = 12 * WORDS;
    private static final int TOKENS = 4 * WORDS;

    /** By slot: one more than the word's number, 0 if there is none. */
    private final int[] slots = new int[SLOTS];

    private final int[] hashes = new int[WORDS];
    private final int[] characterStarts = new int[WORDS + 1];
    private final int[] tokenStarts = new int[WORDS + 1];
    private final char[] characters = new char[CHARACTERS];
    private final int[] tokens = new int[TOKENS];
    private int words;

    /** The hash of a word, to be made as its characters are read: this is the one before the first. */
    static final int NO_CHARACTERS = 0;

    /** The hash with one more character. */
    static int hash(int hash, char character) {
        return (hash + character) * 0x9E3779B1;
    }

    /** Appends the tokens of a word; false if it is not known. */
    boolean find(char[] text, int from, int to, int hash, TokenBuffer found) {
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
            int word = slots[slot] - 1;
            if (hashes[word] == hash && same(word, text, from, to)) {
                int start = tokenStarts[word];
                found.addWords(tokens, start, tokenStarts[word + 1] - start);
                return true;
            }
        }
        return false;
    }

    private boolean same(int word, char[] text, int from, int to) {
        int start = characterStarts[word];
        int length = to - from;
        if (characterStarts[word + 1] - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (characters[start + i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Remembers a word that is not known, with the tokens from a place on; not if it is too long. */
    void add(char[] text, int from, int to, int hash, TokenBuffer made, int firstToken) {
        int length = to - from;
        int count = made.length() - firstToken;
        if (length > LONGEST_WORD || count > LONGEST_WORD) {
            return;
        }
        if (words == WORDS || characterStarts[words] + length > CHARACTERS || tokenStarts[words] + count > TOKENS) {
            words = 0;
            Arrays.fill(slots, 0);
        }
        int slot = slot(hash);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        System.arraycopy(text, from, characters, characterStarts[words], length);
        made.copy(firstToken, tokens, tokenStarts[words]);
        hashes[words] = hash;
        characterStarts[words + 1] = characterStarts[words] + length;
        tokenStarts[words + 1] = tokenStarts[words] + count;
        slots[slot] = ++words;
    }

    /** The high bits of a product are the mixed ones. */
    private static int slot(int hash) {
        return ((hash ^ (hash >>> 15)) * 0x85EBCA6B) >>> (Integer.SIZE - SLOT_BITS);
    }
}
