package io.sparkformer.data.source;

import java.io.InputStream;

/**
 * A stretch of a file's plain text, as one task reads it. Whatever the parts that a file is cut into, a document belongs to
 * the part that holds the byte before it, and the first one to the first part.
 */
interface Passage {
    /** The text from {@link #begin} on, to the end of the file. */
    InputStream in();

    /** Where it begins, counted in bytes of plain text; from where, only {@link #place} tells. */
    long begin();

    /** Whether nothing comes before it, so that it begins with a document. */
    boolean atStart();

    /**
     * Whether a document that begins somewhere belongs to this part.
     *
     * @param offset of a byte that has been read, or of the one behind the last
     */
    boolean owns(long offset);

    /** What a byte that has been read is called in source ids, whatever the parts. */
    String place(long offset);

    /** A text that can be read from any byte on: places are bytes. */
    record Plain(InputStream in, long begin, long to) implements Passage {
        /** All that a stream gives. */
        static Plain whole(InputStream in) {
            return new Plain(in, 0, Long.MAX_VALUE);
        }

        @Override
        public boolean atStart() {
            return begin == 0;
        }

        @Override
        public boolean owns(long offset) {
            return offset <= to;
        }

        @Override
        public String place(long offset) {
            return Long.toString(offset);
        }
    }
}
