package io.sparkformer.data.encoding;

/** A text's characters in an array that is used again. */
final class TextCharacters {
    private static final int FIRST_SIZE = 4096;

    private char[] characters = new char[FIRST_SIZE];

    /** The characters of a text, and whatever behind it. */
    char[] of(String text) {
        int length = text.length();
        if (characters.length < length) {
            characters = new char[Math.max(2 * characters.length, length)];
        }
        text.getChars(0, length, characters, 0);
        return characters;
    }
}
