package io.sparkformer.data.encoding;

import java.util.Arrays;

/** Tokens as they come, each with a bit that says whether it goes on with the word of the token before. */
public final class TokenBuffer {
    private static final int CONTINUES = 1 << 31;
    private static final int FIRST_SIZE = 512;

    private int[] tokens = new int[FIRST_SIZE];
    private int length;
    private boolean inWord;

    void clear() {
        length = 0;
        inWord = false;
    }

    int length() {
        return length;
    }

    /** Says that the next token begins a word. */
    void beginWord() {
        inWord = false;
    }

    void add(int id) {
        reserve(1);
        tokens[length++] = inWord ? id | CONTINUES : id;
        inWord = true;
    }

    /** Appends tokens of whole words, as {@link #copy} gave them. */
    void addWords(int[] from, int start, int count) {
        reserve(count);
        if (count <= 2) {
            // Most words: a call of arraycopy would take longer.
            for (int i = 0; i < count; i++) {
                tokens[length + i] = from[start + i];
            }
        } else {
            System.arraycopy(from, start, tokens, length, count);
        }
        length += count;
    }

    /** Forgets what came after a place. */
    void truncate(int place) {
        length = place;
    }

    /** Copies the tokens from a place on. */
    void copy(int from, int[] into, int start) {
        System.arraycopy(tokens, from, into, start, length - from);
    }

    /** The tokens' ids. */
    public int[] ids() {
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = tokens[i] & ~CONTINUES;
        }
        return ids;
    }

    /** Of each token the flag if it goes on with the word of the one before, else 0. */
    public byte[] flags(byte continues) {
        byte[] flags = new byte[length];
        for (int i = 0; i < length; i++) {
            flags[i] = tokens[i] < 0 ? continues : 0;
        }
        return flags;
    }

    private void reserve(int more) {
        if (tokens.length - length < more) {
            tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, length + more));
        }
    }
}
