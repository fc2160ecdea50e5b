package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file, read by place; whatever lies beyond its end makes it one that ends early. */
final class LittleEndian {
    private final String format;
    private final byte[] bytes;

    /**
     * Bytes of a file.
     *
     * @param format its name, for messages
     */
    LittleEndian(String format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    int unsigned8(int position) throws RejectedImageException {
        require(position, 1);
        return bytes[position] & 0xFF;
    }

    int unsigned16(int position) throws RejectedImageException {
        require(position, 2);
        return (bytes[position] & 0xFF) | (bytes[position + 1] & 0xFF) << 8;
    }

    int unsigned24(int position) throws RejectedImageException {
        return unsigned16(position) | unsigned8(position + 2) << 16;
    }

    int signed32(int position) throws RejectedImageException {
        return unsigned16(position) | unsigned16(position + 2) << 16;
    }

    long unsigned32(int position) throws RejectedImageException {
        return Integer.toUnsignedLong(signed32(position));
    }

    /** Four letters. */
    String name(int position) throws RejectedImageException {
        require(position, 4);
        return new String(bytes, position, 4, StandardCharsets.ISO_8859_1);
    }

    byte[] copy(int position, int length) throws RejectedImageException {
        require(position, length);
        return Arrays.copyOfRange(bytes, position, position + length);
    }

    /** Checks that a part lies inside the file. */
    void require(long position, long length) throws RejectedImageException {
        if (position < 0 || length < 0 || position + length > bytes.length) {
            throw corrupt("it ends early: " + length + " bytes at byte " + position + " of " + bytes.length);
        }
    }

    RejectedImageException corrupt(String what) {
        return new RejectedImageException(
                Reason.TRUNCATED_OR_CORRUPT, format + ": " + what + "; replace the file or remove it");
    }

    RejectedImageException unsupported(String what) {
        return new RejectedImageException(
                Reason.UNSUPPORTED_FORMAT, format + ": " + what + ": convert the file to JPEG or PNG");
    }
}
