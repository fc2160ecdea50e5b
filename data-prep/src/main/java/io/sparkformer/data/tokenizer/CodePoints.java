package io.sparkformer.data.tokenizer;

import java.util.Comparator;

/** Texts as code points. */
final class CodePoints {
    /** The order of UTF-8's bytes, which is that of the code points; {@link String#compareTo} has another. */
    static final Comparator<String> ORDER = CodePoints::compare;

    private CodePoints() {}

    /** How many a text has. */
    static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Where a text goes on after {@code count} code points from {@code start}, or ends. */
    static int offset(String text, int start, int count) {
        int end = start;
        for (int i = 0; i < count && end < text.length(); i++) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean differentKinds = Character.isSurrogate(a) != Character.isSurrogate(b);
                // Surrogates stand for what comes after all other characters.
                return differentKinds ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
