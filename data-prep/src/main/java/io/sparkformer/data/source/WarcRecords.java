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
    private static final byte[] VERSION = "WARC/1.".getBytes(StandardCharsets.US_ASCII);
    private static final String KNOWN_VERSION = "WARC/1\\.\\d+";

    private final LookAhead archive;

    /** Of a head. */
    private int lastByte;

    private long start;
    private long left;

    WarcRecords(InputStream in) {
        this.archive = new LookAhead(in, 0);
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
        while (archive.ensure(1) && (archive.peek() == '\r' || archive.peek() == '\n')) {
            archive.pass(1);
        }
        if (!archive.ensure(1)) {
            return null;
        }
        start = archive.offset();
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
            if (!archive.ensure(1)) {
                left = 0;
                throw MessageFields.broken("the file ends within its content");
            }
            int count = (int) Math.min(left, archive.ahead());
            archive.pass(count);
            left -= count;
        }
    }

    /** To the next line that could begin a record. */
    private void findVersion() throws IOException {
        boolean lineStart = lastByte == '\n';
        while (archive.ensure(VERSION.length)) {
            if (lineStart && archive.startsWith(VERSION)) {
                return;
            }
            lineStart = archive.take() == '\n';
        }
    }

    private int readByte() throws IOException {
        lastByte = archive.take();
        return lastByte;
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
            if (!archive.ensure(1)) {
                left = 0;
                throw MessageFields.broken("the file ends within its content");
            }
            int count = Math.min(content.length - got, archive.ahead());
            archive.take(content, got, count);
            got += count;
        }
        left = 0;
        return content;
    }
}
