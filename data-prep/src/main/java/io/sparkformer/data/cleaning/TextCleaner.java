package io.sparkformer.data.cleaning;

/**
 * Changes texts, in this order: control characters, normalization, white space. What it has cleaned it does not change
 * again. Not for several threads.
 */
final class TextCleaner {
    private static final int FIRST_CAPACITY = 1 << 12;

    private final ControlCharacters controls;
    private final UnicodeForm form;
    private final WhiteSpace whiteSpace;
    private char[] characters = new char[FIRST_CAPACITY];

    TextCleaner(ControlCharacters controls, UnicodeForm form, WhiteSpace whiteSpace) {
        this.controls = controls;
        this.form = form;
        this.whiteSpace = whiteSpace;
    }

    /** Whether it can change anything. */
    boolean changes() {
        return controls != ControlCharacters.KEEP || form != UnicodeForm.NONE || whiteSpace != WhiteSpace.KEEP;
    }

    /** The text as it shall be. */
    String clean(String text) {
        String visible = controls == ControlCharacters.REMOVE ? withoutControls(text) : text;
        String normal = form.apply(visible);
        return whiteSpace == WhiteSpace.KEEP ? normal : squeeze(normal);
    }

    private String withoutControls(String text) {
        int first = 0;
        while (first < text.length() && !isControl(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        load(text);
        int kept = first;
        for (int i = first; i < text.length(); i++) {
            if (!isControl(characters[i])) {
                characters[kept++] = characters[i];
            }
        }
        return new String(characters, 0, kept);
    }

    private static boolean isControl(char character) {
        return UnicodeClasses.is(character, UnicodeClasses.CONTROL);
    }

    private void load(String text) {
        if (text.length() > characters.length) {
            characters = new char[Math.max(text.length(), 2 * characters.length)];
        }
        text.getChars(0, text.length(), characters, 0);
    }

    /** White space is written when the next character comes: never more than was read, so that it fits. */
    private String squeeze(String text) {
        load(text);
        boolean lines = whiteSpace == WhiteSpace.LINES;
        int kept = 0;
        int breaks = 0;
        boolean white = false;
        for (int i = 0; i < text.length(); i++) {
            char character = characters[i];
            byte classes = UnicodeClasses.of(character);
            if ((classes & UnicodeClasses.WHITE) == 0) {
                if (white && kept > 0) {
                    kept = separate(kept, breaks);
                }
                characters[kept++] = character;
                white = false;
                breaks = 0;
            } else {
                white = true;
                if (lines && (classes & UnicodeClasses.BREAK) != 0 && !goesOn(text, i)) {
                    breaks++;
                }
            }
        }
        return new String(characters, 0, kept);
    }

    private int separate(int kept, int breaks) {
        int end = kept;
        characters[end++] = breaks > 0 ? '\n' : ' ';
        if (breaks > 1) {
            characters[end++] = '\n';
        }
        return end;
    }

    /** A carriage return and the line feed behind it are one break. */
    private static boolean goesOn(String text, int place) {
        return text.charAt(place) == '\r' && place + 1 < text.length() && text.charAt(place + 1) == '\n';
    }
}
