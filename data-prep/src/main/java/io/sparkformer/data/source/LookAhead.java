package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose next bytes can be looked at before they are taken, a buffer of them at the most. */
final class LookAhead {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    /** Where the buffer's first byte lies. */
    private long bufferAt;

    /**
     * A stream from its beginning.
     *
     * @param offset of its first byte
     */
    LookAhead(InputStream in, long offset) {
        this.in = in;
        this.bufferAt = offset;
    }

    /** Reads until so many bytes can be looked at, unless the stream ends before; whether there are any. */
    boolean ensure(int count) throws IOException {
        if (filled - at < count) {
            System.arraycopy(buffer, at, buffer, 0, filled - at);
            bufferAt += at;
            filled -= at;
            at = 0;
            int more = 0;
            while (filled < count && more >= 0) {
                more = in.read(buffer, filled, buffer.length - filled);
                filled += Math.max(0, more);
            }
        }
        return at < filled;
    }

    /** Where the next byte lies. */
    long offset() {
        return bufferAt + at;
    }

    /** How many bytes can be looked at. */
    int ahead() {
        return filled - at;
    }

    /** The next byte, which must be there. */
    byte peek() {
        return buffer[at];
    }

    /** Whether the bytes that can be looked at begin so. */
    boolean startsWith(byte[] bytes) {
        if (ahead() < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (buffer[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes stand before the first of a value behind the next byte; all that can be looked at if there is none. */
    int until(byte value) {
        int place = at + 1;
        while (place < filled && buffer[place] != value) {
            place++;
        }
        return place - at;
    }

    /** Takes the next byte; -1 at the end. */
    int take() throws IOException {
        return ensure(1) ? buffer[at++] & 0xFF : -1;
    }

    /** Takes bytes that can be looked at. */
    void take(byte[] target, int offset, int count) {
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
    }

    /** Passes over bytes that can be looked at. */
    void pass(int count) {
        at += count;
    }
}
