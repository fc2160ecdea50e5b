package io.sparkformer.data.encoding;

import io.sparkformer.data.words.CharacterClass;
import io.sparkformer.data.words.Characters;

/**
 * Where a text can be cut before BERT's normalization so that its words are those of the whole. White space and what is always a
 * word of its own are no marks, and no mark moves across them when a text is decomposed; so what stands between them can be
 * normalized, and remembered, by itself.
 */
final class BertCharacter {
    /** A letter or digit of ASCII. */
    static final byte PLAIN = 0;

    /** Whatever else can be in a word, or needs to be looked at with what stands around it. */
    static final byte OTHER = 1;

    static final byte SPACE = 2;

    /** Punctuation and ideographs. */
    static final byte ALONE = 3;

    private static final byte[] KINDS = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

    static {
        for (int code = 0; code < KINDS.length; code++) {
            KINDS[code] = ofCodePoint(code);
        }
    }

    private BertCharacter() {}

    static byte at(char[] text, int place, int limit) {
        char character = text[place];
        return Character.isHighSurrogate(character)
                ? ofCodePoint(Character.codePointAt(text, place, limit))
                : KINDS[character];
    }

    private static byte ofCodePoint(int code) {
        if (Characters.is(code, CharacterClass.BERT_SPACE)) {
            return SPACE;
        }
        if (Characters.is(code, CharacterClass.BERT_REMOVED)) {
            return OTHER;
        }
        if (Characters.is(code, CharacterClass.BERT_PUNCTUATION) || Characters.is(code, CharacterClass.BERT_CHINESE)) {
            return ALONE;
        }
        boolean plain = code < 0x80 && Character.isLetterOrDigit(code);
        return plain ? PLAIN : OTHER;
    }
}
