package io.sparkformer.data.markup;

/** Characters that markup names. */
final class WikiEntities {
    private static final int LONGEST = 32;

    private final WikiCursor in;
    private final WikiOutput out;

    WikiEntities(WikiCursor in, WikiOutput out) {
        this.in = in;
        this.out = out;
    }

    /** Writes what an entity stands for that begins at a place, or the sign itself; returns what follows. */
    int read(int from) {
        int end = from + 1;
        while (end < in.end() && end - from < LONGEST && isPart(in.charAt(end))) {
            end++;
        }
        if (end == from + 1 || end >= in.end() || in.charAt(end) != ';') {
            return plain(from);
        }
        out.append(Entities.text(in.substring(from, end + 1)));
        return end + 1;
    }

    /** Writes the character at a place; returns what follows. */
    int plain(int place) {
        out.append(in.charAt(place));
        return place + 1;
    }

    private static boolean isPart(char character) {
        return character == '#' || (character < 128 && Character.isLetterOrDigit(character));
    }
}
