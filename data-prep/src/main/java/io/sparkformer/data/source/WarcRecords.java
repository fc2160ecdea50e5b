package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The records of a web archive (ISO 28500, WARC 1.0 and 1.1): a version, named fields, and a content of so many bytes. Behind
 * a broken record the next line is looked for that could begin one.
 */
final class WarcRecords {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] VERSION = "WARC/1.".getBytes(StandardCharsets.US_ASCII);
    private static final String KNOWN_VERSION = "WARC/1\\.\\d+";

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    /** Of the text, what lies at the buffer's first byte. */
    private long bufferAt;

    /** Of a head. */
    private int lastByte;

    private long start;
    private long left;

    WarcRecords(InputStream in) {
        this.in = in;
    }

    /** Where in the text the record begins. */
    long start() {
        return start;
    }

    /**
     * Goes to the next record.
     *
     * @return its fields; null at the end
     * @throws RejectedTextException when it is broken, or the one before ends too early
     */
    @Nullable MessageFields next() throws IOException, RejectedTextException {
        skipContent();
        while (ensure(1) && (buffer[at] == '\r' || buffer[at] == '\n')) {
            at++;
        }
        if (!ensure(1)) {
            return null;
        }
        start = bufferAt + at;
        try {
            MessageFields fields = MessageFields.read(this::readByte);
            if (!fields.firstLine().matches(KNOWN_VERSION)) {
                throw MessageFields.broken("it begins with no version of WARC 1");
            }
            left = length(fields.get("content-length"));
            return fields;
        } catch (RejectedTextException broken) {
            findVersion();
            throw broken;
        }
    }

    private static long length(String digits) throws RejectedTextException {
        if (!digits.matches("\\d{1,18}")) {
            throw MessageFields.broken("its Content-Length is \"" + digits + "\"");
        }
        return Long.parseLong(digits);
    }

    private void skipContent() throws IOException, RejectedTextException {
        while (left > 0) {
            if (!ensure(1)) {
                left = 0;
                throw MessageFields.broken("the file ends within its content");
            }
            int count = (int) Math.min(left, filled - at);
            at += count;
            left -= count;
        }
    }

    /** To the next line that could begin a record. */
    private void findVersion() throws IOException {
        boolean lineStart = lastByte == '\n';
        while (ensure(VERSION.length)) {
            if (lineStart && startsWithVersion()) {
                return;
            }
            lineStart = buffer[at++] == '\n';
        }
    }

    private boolean startsWithVersion() {
        for (int i = 0; i < VERSION.length; i++) {
            if (at + i >= filled || buffer[at + i] != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    private int readByte() throws IOException {
        lastByte = ensure(1) ? buffer[at++] & 0xFF : -1;
        return lastByte;
    }

    /** Fills the buffer up to so many bytes, unless the text ends before; whether there are any. */
    private boolean ensure(int count) throws IOException {
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

    /** The next byte of the record's content; negative at its end. */
    int readContent() throws IOException, RejectedTextException {
        if (left == 0) {
            return -1;
        }
        int value = readByte();
        if (value < 0) {
            left = 0;
            throw MessageFields.broken("the file ends within its content");
        }
        left--;
        return value;
    }

    /** How much of the content is left. */
    long left() {
        return left;
    }

    /** What is left of the content, which fits into memory. */
    byte[] content() throws IOException, RejectedTextException {
        byte[] content = new byte[Math.toIntExact(left)];
        int got = 0;
        while (got < content.length) {
            if (!ensure(1)) {
                left = 0;
                throw MessageFields.broken("the file ends within its content");
            }
            int count = Math.min(content.length - got, filled - at);
            System.arraycopy(buffer, at, content, got, count);
            at += count;
            got += count;
        }
        left = 0;
        return content;
    }
}
