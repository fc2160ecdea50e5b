package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A part of a file: the samples that begin in a range of its bytes. Parts are cut where a sample begins, and all parts
 * of a file give together what the whole gives.
 *
 * @param from the first byte
 * @param to the byte behind the last; {@link Long#MAX_VALUE} in the last part, which also finds what is wrong with the
 *     file's end
 * @param seenBefore those names of entries in this part that an earlier part has too
 */
public record FilePart(long from, long to, SortedSet<String> seenBefore) implements Serializable {
    /** All of a file. */
    public static final FilePart WHOLE = new FilePart(0, Long.MAX_VALUE, new TreeSet<>());

    /** Checks the range and copies the set. */
    public FilePart {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("a part from byte " + from + " to " + to);
        }
        seenBefore = new TreeSet<>(seenBefore);
    }

    /** A range of a file whose samples have no names that could occur twice. */
    static FilePart range(long from, long to) {
        return new FilePart(from, to, new TreeSet<>());
    }

    /** Whether it reaches to the file's end. */
    boolean isLast() {
        return to == Long.MAX_VALUE;
    }
}
