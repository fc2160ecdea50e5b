package io.sparkformer.data.words;

/** What the regular expressions of byte-level tokenizers tell apart; each character is of one kind. */
final class CharacterKind {
    static final byte LETTER = 0;
    static final byte NUMBER = 1;
    static final byte SPACE = 2;
    static final byte OTHER = 3;

    /** Of the characters that are one {@code char}. */
    private static final byte[] KINDS = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

    static {
        for (int code = 0; code < KINDS.length; code++) {
            KINDS[code] = ofCodePoint(code);
        }
    }

    private CharacterKind() {}

    /** The kind of the character that begins at a place. */
    static byte at(char[] text, int place, int limit) {
        char character = text[place];
        return Character.isHighSurrogate(character)
                ? ofCodePoint(Character.codePointAt(text, place, limit))
                : KINDS[character];
    }

    /** Behind the character that begins at a place. */
    static int next(char[] text, int place, int limit) {
        boolean pair = Character.isHighSurrogate(text[place])
                && place + 1 < limit
                && Character.isLowSurrogate(text[place + 1]);
        return pair ? place + 2 : place + 1;
    }

    /** Behind the last of the characters of a kind that follow each other from a place on. */
    static int endOfRun(char[] text, int start, int limit, byte kind) {
        int end = start;
        while (end < limit && at(text, end, limit) == kind) {
            end = next(text, end, limit);
        }
        return end;
    }

    private static byte ofCodePoint(int codePoint) {
        if (Characters.is(codePoint, CharacterClass.LETTER)) {
            return LETTER;
        }
        if (Characters.is(codePoint, CharacterClass.NUMBER)) {
            return NUMBER;
        }
        return Characters.is(codePoint, CharacterClass.SPACE) ? SPACE : OTHER;
    }
}
