package io.sparkformer.data.cleaning;

import java.util.Arrays;

/**
 * What filters look at: a text as words (runs without white space), lines and paragraphs. Words are hashes of 64 bits;
 * that two different ones have the same is not expected. Used again for text after text; not for several threads.
 */
final class TextWords {
    /** So many words are looked at one by one; of longer texts the first. Bounds the memory of all filters to about 100 MB. */
    static final int MOST_WORDS = 1 << 20;

    private static final int FIRST_CAPACITY = 1 << 8;
    private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final Parts lines = new Parts();
    private final Parts paragraphs = new Parts();
    private char[] text = new char[FIRST_CAPACITY];
    private long[] hashes = new long[FIRST_CAPACITY];
    private int[] charactersBefore = new int[FIRST_CAPACITY + 1];
    private int kept;
    private long words;
    private long characters;
    private int visible;
    private long letters;

    /** Parts of a text: where each ends, in words. */
    static final class Parts {
        private int[] ends = new int[FIRST_CAPACITY];
        private int size;

        /** Ends a part, if it has words. */
        private void close(int word) {
            if (word > lastEnd()) {
                ends = size == ends.length ? Arrays.copyOf(ends, 2 * size) : ends;
                ends[size++] = word;
            }
        }

        private int lastEnd() {
            return size == 0 ? 0 : ends[size - 1];
        }

        int size() {
            return size;
        }

        /** The word behind a part. */
        int end(int part) {
            return ends[part];
        }
    }

    /** Takes a text. */
    void read(String source) {
        int length = source.length();
        if (length > text.length) {
            text = new char[Math.max(length, 2 * text.length)];
        }
        source.getChars(0, length, text, 0);
        clear();
        long hash = 0;
        boolean inWord = false;
        for (int i = 0; i < length; i++) {
            char character = text[i];
            byte classes = UnicodeClasses.of(character);
            if ((classes & UnicodeClasses.WHITE) == 0) {
                hash = (hash ^ character) * MULTIPLIER;
                inWord = true;
                if (Character.isHighSurrogate(character) && i + 1 < length && Character.isLowSurrogate(text[i + 1])) {
                    i++;
                    hash = (hash ^ text[i]) * MULTIPLIER;
                    classes = UnicodeClasses.of(Character.toCodePoint(character, text[i]));
                }
                visible++;
                letters += classes & UnicodeClasses.LETTER;
            } else {
                if (inWord) {
                    endWord(hash);
                    hash = 0;
                    inWord = false;
                }
                if ((classes & UnicodeClasses.BREAK) != 0) {
                    boolean goesOn = character == '\r' && i + 1 < length && text[i + 1] == '\n';
                    i += goesOn ? 1 : 0;
                    characters += goesOn ? 1 : 0;
                    endLine();
                }
            }
            characters++;
        }
        if (inWord) {
            endWord(hash);
        }
        lines.close(kept);
        paragraphs.close(kept);
    }

    private void clear() {
        lines.size = 0;
        paragraphs.size = 0;
        kept = 0;
        words = 0;
        characters = 0;
        visible = 0;
        letters = 0;
    }

    private void endWord(long hash) {
        words++;
        if (kept == MOST_WORDS) {
            return;
        }
        if (kept == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * kept);
            charactersBefore = Arrays.copyOf(charactersBefore, 2 * kept + 1);
        }
        hashes[kept++] = hash ^ (hash >>> 32);
        charactersBefore[kept] = visible;
    }

    /** The first break behind words ends a line, the next one, behind an empty line, a paragraph. */
    private void endLine() {
        if (kept > lines.lastEnd()) {
            lines.close(kept);
        } else {
            paragraphs.close(kept);
        }
    }

    /** All characters of Unicode. */
    long characters() {
        return characters;
    }

    /** All words. */
    long words() {
        return words;
    }

    /** Letters and marks among the characters that are no white space; 1 where there are none. */
    double letterShare() {
        return visible == 0 ? 1 : (double) letters / visible;
    }

    /** How many words are looked at one by one. */
    int kept() {
        return kept;
    }

    /** The hashes of these words; more places than words. */
    long[] hashes() {
        return hashes;
    }

    /** Characters of the words before each of them, and of all of them; white space does not count. */
    int charactersBefore(int word) {
        return charactersBefore[word];
    }

    /** Lines that have words. */
    Parts lines() {
        return lines;
    }

    /** Runs of lines without an empty one between them. */
    Parts paragraphs() {
        return paragraphs;
    }
}
