package io.sparkformer.data.cleaning;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What Unicode 13.0 says of code points, whatever the version of Java: the version that Java 17 knows. White space and
 * control characters are the same in all versions.
 */
final class UnicodeClasses {
    /** A letter, or a mark, without which many scripts have no vowels. */
    static final byte LETTER = 1;

    /** White_Space. */
    static final byte WHITE = 1 << 1;

    /** White space that ends a line: line feed and the like, and the separators of lines and paragraphs. */
    static final byte BREAK = 1 << 2;

    /**
     * Control characters that are no white space, and what is as invisible: the byte order mark inside of a text, the space
     * of no width, the word joiner, and what turns the direction of writing. Joiners (U+200C, U+200D) belong to words.
     */
    static final byte CONTROL = 1 << 3;

    /** A code point that Unicode 13.0 has. */
    static final byte ASSIGNED = 1 << 4;

    private static final String TABLE = "unicode.txt";
    private static final int HEXADECIMAL = 16;
    private static final int[][] WHITE_RANGES = {
        {0x09, 0x0D},
        {0x20, 0x20},
        {0x85, 0x85},
        {0xA0, 0xA0},
        {0x1680, 0x1680},
        {0x2000, 0x200A},
        {0x2028, 0x2029},
        {0x202F, 0x202F},
        {0x205F, 0x205F},
        {0x3000, 0x3000}
    };
    private static final int[][] BREAK_RANGES = {{0x0A, 0x0D}, {0x85, 0x85}, {0x2028, 0x2029}};
    private static final int[][] CONTROL_RANGES = {
        {0x00, 0x08},
        {0x0E, 0x1F},
        {0x7F, 0x84},
        {0x86, 0x9F},
        {0x200B, 0x200B},
        {0x202A, 0x202E},
        {0x2060, 0x2060},
        {0x2066, 0x2069},
        {0xFEFF, 0xFEFF}
    };

    /** By code point. */
    private static final byte[] CLASSES = new byte[Character.MAX_CODE_POINT + 1];

    static {
        read();
        mark(WHITE_RANGES, WHITE);
        mark(BREAK_RANGES, BREAK);
        mark(CONTROL_RANGES, CONTROL);
    }

    private UnicodeClasses() {}

    /** The classes of a code point. */
    static byte of(int codePoint) {
        return CLASSES[codePoint];
    }

    /** Whether a code point is in a class. */
    static boolean is(int codePoint, byte unicodeClass) {
        return (CLASSES[codePoint] & unicodeClass) != 0;
    }

    private static void mark(int[][] ranges, byte unicodeClass) {
        for (int[] range : ranges) {
            mark(range[0], range[1], unicodeClass);
        }
    }

    private static void mark(int first, int last, byte unicodeClass) {
        for (int code = first; code <= last; code++) {
            CLASSES[code] |= unicodeClass;
        }
    }

    private static void read() {
        try (InputStream stream = Objects.requireNonNull(UnicodeClasses.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    read(line.split(" ", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The table " + TABLE + " of this jar cannot be read", e);
        }
    }

    private static void read(String[] words) {
        byte classes = words[0].equals("other") ? ASSIGNED : (byte) (ASSIGNED | LETTER);
        for (int i = 1; i < words.length; i++) {
            int dash = words[i].indexOf('-');
            int first = Integer.parseInt(dash < 0 ? words[i] : words[i].substring(0, dash), HEXADECIMAL);
            mark(first, dash < 0 ? first : Integer.parseInt(words[i].substring(dash + 1), HEXADECIMAL), classes);
        }
    }
}
