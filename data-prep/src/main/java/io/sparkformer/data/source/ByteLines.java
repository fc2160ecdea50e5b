package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, each with the byte at which it begins. A line that is longer than a limit is passed over without
 * being held in memory, and tells only its length.
 */
final class ByteLines {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private byte[] line = new byte[1 << 10];
    private int at;
    private int filled;
    private int kept;
    private long offset;
    private long start;
    private long length;

    /**
     * Lines from here on.
     *
     * @param offset of the stream's next byte
     * @param limit longest line that is kept, in bytes
     */
    ByteLines(InputStream in, long offset, int limit) {
        this.in = in;
        this.offset = offset;
        this.limit = limit;
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     */
    boolean next() throws IOException {
        start = offset;
        kept = 0;
        length = 0;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            keep(end - at);
            length += end - at;
            boolean ended = end < filled;
            offset += end - at + (ended ? 1 : 0);
            at = end + (ended ? 1 : 0);
            if (ended) {
                break;
            }
        }
        return any;
    }

    /**
     * Passes over the rest of a line.
     *
     * @return whether another begins, as far as documents there belong to a passage: a line that is longer than all of it
     *     is not followed to its end
     */
    boolean skip(Passage passage) throws IOException {
        while (passage.owns(offset) && fill()) {
            while (at < filled) {
                offset++;
                if (buffer[at++] == '\n') {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        if (at < filled) {
            return true;
        }
        at = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    private void keep(int more) {
        // One byte above the limit may be the carriage return before the line's end.
        if (length + more > limit + 1L) {
            kept = 0;
            return;
        }
        if (kept + more > line.length) {
            line = Arrays.copyOf(line, Math.min(limit + 1, Math.max(2 * line.length, kept + more)));
        }
        System.arraycopy(buffer, at, line, kept, more);
        kept += more;
    }

    /** Where the line begins. */
    long start() {
        return start;
    }

    /** Where the next one begins. */
    long end() {
        return offset;
    }

    /** Its length in bytes, without its end. */
    long length() {
        return length;
    }

    /** Whether it is longer than the limit, and its content is not here. */
    boolean isTooLong() {
        return length > kept || content() > limit;
    }

    private int content() {
        return kept > 0 && line[kept - 1] == '\r' ? kept - 1 : kept;
    }

    /** Its bytes, without its end. */
    byte[] bytes() {
        return Arrays.copyOf(line, content());
    }

    /** Whether it has nothing but white space. */
    boolean isBlank() {
        if (length > kept) {
            return false;
        }
        for (int i = 0; i < kept; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
