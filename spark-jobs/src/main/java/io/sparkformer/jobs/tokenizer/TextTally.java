package io.sparkformer.jobs.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Counts of texts, kept in an array that adds up like the words' counts. */
final class TextTally {
    /** The key under which tallies travel among the words: no word is empty. */
    static final String KEY = "";

    private static final int TEXTS = 0;
    private static final int WITHOUT_TEXT = 1;
    private static final int INVALID = 2;
    private static final int BYTES = 3;
    private static final int LONG_WORDS = 4;
    private static final int LENGTH = 5;

    private final long[] counts;

    /** Of nothing. */
    TextTally() {
        this(new long[LENGTH]);
    }

    /** What travelled. */
    TextTally(long[] counts) {
        this.counts = counts;
    }

    /** Counts a row without text. */
    void addMissing() {
        counts[WITHOUT_TEXT]++;
    }

    /** Counts a text and decodes it; bytes that are no UTF-8 become replacement characters. */
    String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        counts[TEXTS]++;
        counts[BYTES] += bytes.length;
        if (text.indexOf('\uFFFD') >= 0 && !isValid(bytes)) {
            counts[INVALID]++;
        }
        return text;
    }

    private static boolean isValid(byte[] bytes) {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        try {
            strict.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    /** Counts words that were too long. */
    void addLongWords(long words) {
        counts[LONG_WORDS] += words;
    }

    long[] counts() {
        return counts;
    }

    long texts() {
        return counts[TEXTS];
    }

    long withoutText() {
        return counts[WITHOUT_TEXT];
    }

    long invalid() {
        return counts[INVALID];
    }

    long bytes() {
        return counts[BYTES];
    }

    long longWords() {
        return counts[LONG_WORDS];
    }
}
