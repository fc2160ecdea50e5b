package io.sparkformer.data.cleaning;

/** The beginning of a text, for people: safe to show in a terminal, a log or a table. */
public final class Excerpt {
    /** At most so many bytes of UTF-8, and three for the sign that there is more. */
    public static final int MOST_BYTES = 200;

    private static final int REPLACEMENT = 0xFFFD;
    private static final String MORE = "…";

    private Excerpt() {}

    /** On one line; what is no character that shows is replaced by U+FFFD. */
    public static String of(String text) {
        StringBuilder excerpt = new StringBuilder();
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int safe = safe(codePoint);
            bytes += bytes(safe);
            if (bytes > MOST_BYTES) {
                return excerpt.append(MORE).toString();
            }
            excerpt.appendCodePoint(safe);
            at += Character.charCount(codePoint);
        }
        return excerpt.toString();
    }

    private static int safe(int codePoint) {
        if (UnicodeClasses.is(codePoint, UnicodeClasses.WHITE)) {
            return ' ';
        }
        boolean shows = UnicodeClasses.is(codePoint, UnicodeClasses.ASSIGNED)
                && !UnicodeClasses.is(codePoint, UnicodeClasses.CONTROL)
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
        return shows ? codePoint : REPLACEMENT;
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
    }
}
