package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;

/** Bytes that look like a text: words of syllables with spaces between them. They have no digits, brackets and capitals. */
final class Prose {
    /** The bytes' ids begin here. */
    static final int FIRST_BYTE = SequenceTask.FIRST;

    /** How many bytes there are. */
    static final int BYTES = 256;

    /** Letters as often as English has them, roughly. */
    private static final String CONSONANTS = "ttttttnnnnnnssssssrrrrrhhhhhlllddddccmmmffgpwbvkyjxqz";

    private static final String VOWELS = "eeeeeeaaaaooooiiiiuu";
    private static final int SYLLABLES = 4;
    private static final int CLOSED = 3;

    private Prose() {}

    /** A text of so many bytes. */
    static byte[] write(KeyedRandom random, int length) {
        byte[] text = new byte[length];
        Writer writer = new Writer(text);
        while (writer.at < length) {
            int syllables = 1 + random.nextInt(SYLLABLES);
            for (int syllable = 0; syllable < syllables; syllable++) {
                writer.add(any(random, CONSONANTS));
                writer.add(any(random, VOWELS));
                if (random.nextInt(CLOSED) == 0) {
                    writer.add(any(random, CONSONANTS));
                }
            }
            writer.add(' ');
        }
        return text;
    }

    /** Writes bytes as tokens from a place on. */
    static void toTokens(byte[] text, int[] tokens, int at) {
        for (int i = 0; i < text.length; i++) {
            tokens[at + i] = FIRST_BYTE + (text[i] & 0xFF);
        }
    }

    private static char any(KeyedRandom random, String letters) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    /** What does not fit any more is left out. */
    private static final class Writer {
        private final byte[] text;
        private int at;

        Writer(byte[] text) {
            this.text = text;
        }

        void add(char letter) {
            if (at < text.length) {
                text[at++] = (byte) letter;
            }
        }
    }
}
