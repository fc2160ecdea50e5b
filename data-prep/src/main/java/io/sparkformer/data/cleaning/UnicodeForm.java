package io.sparkformer.data.cleaning;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Unicode's normalization forms, of version 13.0 whatever the version of Java. Java's own tables grow with it; but what they
 * say of characters that were there before never changes (Unicode's stability policy), and of characters that came later,
 * which stay as they are here, 13.0 says that they neither decompose nor compose, and that nothing composes across them.
 */
public enum UnicodeForm {
    /** Text stays as it is. */
    NONE(null, Character.MAX_VALUE),
    /** Canonical composition. */
    NFC(Normalizer.Form.NFC, '\u02ff'),
    /** Compatibility decomposition, then canonical composition. */
    NFKC(Normalizer.Form.NFKC, '\u009f');

    private final Normalizer.@Nullable Form form;
    private final char lastUnchanged;

    UnicodeForm(Normalizer.@Nullable Form form, char lastUnchanged) {
        this.form = form;
        this.lastUnchanged = lastUnchanged;
    }

    /** The text in this form. */
    String apply(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > lastUnchanged) {
                return normalize(text);
            }
        }
        return text;
    }

    private String normalize(String text) {
        if (form == null) {
            return text;
        }
        int newer = newer(text, 0);
        if (newer == text.length()) {
            return Normalizer.normalize(text, form);
        }
        StringBuilder result = new StringBuilder(text.length());
        int begin = 0;
        while (newer < text.length()) {
            int end = newer + Character.charCount(text.codePointAt(newer));
            result.append(Normalizer.normalize(text.substring(begin, newer), form))
                    .append(text, newer, end);
            begin = end;
            newer = newer(text, begin);
        }
        return result.append(Normalizer.normalize(text.substring(begin), form)).toString();
    }

    /** The place of the next character that Unicode 13.0 has not; the text's end if there is none. */
    private static int newer(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (!UnicodeClasses.is(codePoint, UnicodeClasses.ASSIGNED)) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }
}
