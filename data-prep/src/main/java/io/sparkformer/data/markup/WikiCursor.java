package io.sparkformer.data.markup;

/** Where in markup the reading is. */
final class WikiCursor {
    private final String markup;
    private int at;

    WikiCursor(String markup) {
        this.markup = markup;
    }

    int place() {
        return at;
    }

    /** Where the markup ends. */
    int end() {
        return markup.length();
    }

    boolean atEnd() {
        return at == markup.length();
    }

    void moveTo(int place) {
        at = place;
    }

    void pass(int characters) {
        at += characters;
    }

    /** The character here. */
    char character() {
        return markup.charAt(at);
    }

    char charAt(int place) {
        return markup.charAt(place);
    }

    boolean startsWith(String prefix) {
        return markup.startsWith(prefix, at);
    }

    boolean startsWith(String prefix, int place) {
        return markup.startsWith(prefix, place);
    }

    /** Whether a name stands at a place, in any case. */
    boolean isNamed(String name, int place) {
        return markup.regionMatches(true, place, name, 0, name.length());
    }

    int indexOf(String sought, int from) {
        return markup.indexOf(sought, from);
    }

    String substring(int from, int to) {
        return markup.substring(from, to);
    }

    /** How often a character stands here in a row. */
    int run(char character) {
        int end = at;
        while (end < markup.length() && markup.charAt(end) == character) {
            end++;
        }
        return end - at;
    }

    /** Behind the spaces at a place. */
    int skipSpaces(int from) {
        int to = from;
        while (to < markup.length() && markup.charAt(to) == ' ') {
            to++;
        }
        return to;
    }
}
