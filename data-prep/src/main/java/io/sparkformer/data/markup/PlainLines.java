package io.sparkformer.data.markup;

/** Lines as text has them: no space at their ends, never two empty ones in a row, none before and behind. */
final class PlainLines {
    private PlainLines() {}

    static String tidy(CharSequence text) {
        StringBuilder tidy = new StringBuilder(text.length());
        int newlines = 0;
        int spaces = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\n') {
                newlines++;
                spaces = 0;
            } else if (character == ' ' || character == '\t' || character == '\r') {
                spaces++;
            } else {
                if (newlines > 0) {
                    tidy.append(tidy.isEmpty() ? "" : newlines == 1 ? "\n" : "\n\n");
                } else if (spaces > 0 && !tidy.isEmpty()) {
                    tidy.append(' ');
                }
                tidy.append(character);
                newlines = 0;
                spaces = 0;
            }
        }
        return tidy.toString();
    }
}
