package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a response of HTTP carries, without chunks and compression (RFC 9112, section 7.1; RFC 9110, section 8.4). Archives
 * often hold bodies that lie as their fields no longer say: what does not look so is taken as it is.
 */
final class HttpBody {
    private static final int MAX_SIZE_LINE = 18;

    private HttpBody() {}

    /**
     * The body.
     *
     * @param limit of bytes
     * @throws RejectedTextException when it is longer, damaged, or compressed in another way
     */
    static byte[] of(MessageFields http, byte[] raw, int limit) throws RejectedTextException {
        String transfer = http.get("transfer-encoding").toLowerCase(Locale.ROOT);
        byte[] body = transfer.contains("chunked") ? joined(raw) : raw;
        String coding = http.get("content-encoding").toLowerCase(Locale.ROOT).strip();
        return switch (coding) {
            case "gzip", "x-gzip" -> isGzip(body) ? inflated(body, true, limit) : body;
            case "deflate" -> isZlib(body) ? inflated(body, false, limit) : body;
            case "", "identity" -> body;
            default -> {
                if (isText(body)) {
                    yield body;
                }
                throw new RejectedTextException(
                        Reason.UNKNOWN_ENCODING,
                        "its Content-Encoding is " + coding + ", which cannot be read: archive it without");
            }
        };
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }

    /** A method, and a checksum of the two bytes (RFC 1950). */
    private static boolean isZlib(byte[] body) {
        return body.length > 2 && (body[0] & 0x0F) == 8 && ((body[0] & 0xFF) << 8 | (body[1] & 0xFF)) % 31 == 0;
    }

    private static boolean isText(byte[] body) {
        int begin = 0;
        while (begin < body.length && Character.isWhitespace(body[begin])) {
            begin++;
        }
        return begin < body.length && body[begin] == '<';
    }

    /** Chunks in one; all as it is where the first is none. */
    private static byte[] joined(byte[] raw) throws RejectedTextException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(raw.length);
        int at = 0;
        while (at < raw.length) {
            int lineEnd = at;
            while (lineEnd < raw.length && raw[lineEnd] != '\n') {
                lineEnd++;
            }
            String line = new String(raw, at, Math.min(lineEnd - at, MAX_SIZE_LINE), StandardCharsets.ISO_8859_1);
            String size = line.split("[;\\s]", 2)[0];
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                if (at == 0) {
                    return raw;
                }
                throw MessageFields.broken("a chunk of its content has no length");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                break;
            }
            int from = Math.min(raw.length, lineEnd + 1);
            if (length > raw.length - from) {
                throw MessageFields.broken("its content ends within a chunk");
            }
            body.write(raw, from, (int) length);
            at = from + (int) length;
            while (at < raw.length && (raw[at] == '\r' || raw[at] == '\n')) {
                at++;
            }
        }
        return body.toByteArray();
    }

    private static byte[] inflated(byte[] body, boolean gzip, int limit) throws RejectedTextException {
        InputStream compressed = new ByteArrayInputStream(body);
        try (InputStream plain = gzip ? new GZIPInputStream(compressed) : new InflaterInputStream(compressed)) {
            byte[] bytes = plain.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new RejectedTextException(
                        Reason.TOO_MANY_BYTES,
                        "its content has more than prepare-text.max-document-bytes = " + limit
                                + ": raise it, or take the page out");
            }
            return bytes;
        } catch (IOException damaged) {
            throw MessageFields.broken("its content is damaged: " + damaged.getMessage());
        }
    }
}
