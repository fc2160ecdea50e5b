package io.sparkformer.data.words;

import java.text.Normalizer;

/** What normalization does to texts. Text that needs nothing is returned as it is. */
final class Texts {
    private Texts() {}

    /** A normalization form as the library computes it: code points newer than its tables stay and combine with nothing. */
    static String normalize(String text, Normalizer.Form form) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder normalized = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (Characters.is(codePoint, CharacterClass.UNDECOMPOSED)) {
                normalized.append(Normalizer.normalize(text.substring(start, i), form));
                normalized.append(text, i, next);
                start = next;
            }
            i = next;
        }
        String last = Normalizer.normalize(text.substring(start), form);
        return start == 0 ? last : normalized.append(last).toString();
    }

    /** The text without the code points of a class. */
    static String without(CharacterClass removed, String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(codePoint -> !Characters.is(codePoint, removed))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Lower case, code point by code point. */
    static String lowercase(String text) {
        if (isLowerAscii(text)) {
            return text;
        }
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            Characters.appendLowercase(lower, codePoint);
        }
        return lower.toString();
    }

    /** Removes control characters and makes every white space a space. */
    static String cleanForTranslation(String text) {
        if (isPrintableAscii(text)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Characters.is(codePoint, CharacterClass.NMT_SPACE)) {
                cleaned.append(' ');
            } else if (!Characters.is(codePoint, CharacterClass.NMT_REMOVED)) {
                cleaned.appendCodePoint(codePoint);
            }
        }
        return cleaned.toString();
    }

    /** Makes each run of spaces one. */
    static String mergeSpaces(String text) {
        if (!text.contains("  ")) {
            return text;
        }
        StringBuilder merged = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ' || i == 0 || text.charAt(i - 1) != ' ') {
                merged.append(text.charAt(i));
            }
        }
        return merged.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowerAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80 || (character >= 'A' && character <= 'Z')) {
                return false;
            }
        }
        return true;
    }
}
