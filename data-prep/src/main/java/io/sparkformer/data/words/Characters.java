package io.sparkformer.data.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the Hugging Face library does with single code points, from a table that was made by asking it. Java's own classes
 * would not do: they change with the JDK, and the library's parts know different versions of Unicode.
 */
public final class Characters {
    private static final String TABLE = "characters.txt";
    private static final String LOWERCASE = "lowercase";
    private static final int HEXADECIMAL = 16;

    /** By code point: the bits of its classes. */
    private static final char[] CLASSES = new char[Character.MAX_CODE_POINT + 1];

    /** By code point, where it is not itself. */
    private static final Map<Integer, String> LOWER = new HashMap<>();

    static {
        read();
    }

    private Characters() {}

    /** Whether a code point is in a class. */
    public static boolean is(int codePoint, CharacterClass characterClass) {
        return (CLASSES[codePoint] & characterClass.bit()) != 0;
    }

    /** Appends the lower case of a code point, whatever stands around it. */
    static void appendLowercase(StringBuilder text, int codePoint) {
        if (codePoint < 0x80) {
            text.append((char) (codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint));
            return;
        }
        String lower = LOWER.get(codePoint);
        if (lower == null) {
            text.appendCodePoint(codePoint);
        } else {
            text.append(lower);
        }
    }

    private static void read() {
        try (InputStream stream = Objects.requireNonNull(Characters.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            Map<String, CharacterClass> names = Arrays.stream(CharacterClass.values())
                    .collect(Collectors.toMap(CharacterClass::tableName, characterClass -> characterClass));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    readLine(line, names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The table " + TABLE + " of this jar cannot be read", e);
        }
    }

    private static void readLine(String line, Map<String, CharacterClass> names) {
        String[] words = line.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            if (words[0].equals(LOWERCASE)) {
                readMapping(words[i]);
            } else {
                readRange(words[i], Objects.requireNonNull(names.get(words[0]), line));
            }
        }
    }

    private static void readMapping(String text) {
        int equals = text.indexOf('=');
        StringBuilder lower = new StringBuilder();
        for (String code : text.substring(equals + 1).split("\\+", -1)) {
            lower.appendCodePoint(Integer.parseInt(code, HEXADECIMAL));
        }
        LOWER.put(Integer.parseInt(text.substring(0, equals), HEXADECIMAL), lower.toString());
    }

    private static void readRange(String text, CharacterClass characterClass) {
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash), HEXADECIMAL);
        int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1), HEXADECIMAL);
        for (int code = first; code <= last; code++) {
            CLASSES[code] |= (char) characterClass.bit();
        }
    }
}
