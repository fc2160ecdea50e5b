package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a PNG file once: every checksum is verified, and the reduced file is put together. */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int HEADER_LENGTH = 13;
    private static final int COLOUR_TYPE_AT = 9;
    private static final int PALETTE_TYPE = 3;
    private static final int MAX_PALETTE = 3 * 256;
    /** Larger ones are not looked at: a JPEG's block cannot be larger either. */
    private static final int MAX_EXIF = 65536;

    private final ByteBuffer encoded;
    private final ByteArrayOutputStream reduced;
    private @Nullable ByteBuffer header;
    private byte @Nullable [] palette;
    private byte @Nullable [] transparency;
    private byte @Nullable [] exif;

    private PngChunks(byte[] bytes) {
        encoded = ByteBuffer.wrap(bytes);
        reduced = new ByteArrayOutputStream(bytes.length);
        reduced.write(bytes, 0, SIGNATURE);
    }

    static PngFile read(byte[] bytes) throws RejectedImageException {
        return new PngChunks(bytes).walk();
    }

    private PngFile walk() throws RejectedImageException {
        int position = SIGNATURE;
        String kind;
        do {
            int length = lengthAt(position);
            kind = kindAt(position);
            verifyChecksum(position, length, kind);
            take(kind, position + 8, length);
            position += 12 + length;
        } while (!kind.equals("IEND"));
        return result();
    }

    private int lengthAt(int position) throws RejectedImageException {
        if (encoded.capacity() - position < 12) {
            throw corrupt("it ends early, after " + encoded.capacity() + " bytes and without its end chunk");
        }
        int length = encoded.getInt(position);
        if (length < 0 || length > encoded.capacity() - position - 12) {
            throw corrupt("it ends early: the chunk at byte " + position + " claims " + Integer.toUnsignedString(length)
                    + " bytes");
        }
        return length;
    }

    private String kindAt(int position) {
        return new String(encoded.array(), position + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private void verifyChecksum(int position, int length, String kind) throws RejectedImageException {
        CRC32 crc = new CRC32();
        crc.update(encoded.array(), position + 4, length + 4);
        if ((int) crc.getValue() != encoded.getInt(position + 8 + length)) {
            throw corrupt("wrong checksum in the chunk " + kind + " at byte " + position);
        }
    }

    private void take(String kind, int from, int length) throws RejectedImageException {
        if (header == null && !kind.equals("IHDR")) {
            throw corrupt("its first chunk is " + kind + ", not IHDR");
        }
        switch (kind) {
            case "IHDR" -> takeHeader(from, length);
            case "PLTE" -> palette = takePalette(from, length);
            case "tRNS" -> transparency = copy(from, length);
            case "eXIf" -> exif = length <= MAX_EXIF ? copy(from, length) : null;
            case "IDAT", "IEND" -> write(kind, copy(from, length));
            default -> {
                // The fifth bit of the first letter: a decoder that does not know a critical chunk must give up.
                if (Character.isUpperCase(kind.charAt(0))) {
                    throw corrupt("unknown critical chunk " + kind);
                }
            }
        }
    }

    private void takeHeader(int from, int length) throws RejectedImageException {
        if (header != null || length != HEADER_LENGTH) {
            throw corrupt(header != null ? "two headers" : "a header of " + length + " bytes");
        }
        byte[] content = copy(from, length);
        header = ByteBuffer.wrap(content.clone());
        if (header.getInt(0) < 1 || header.getInt(4) < 1) {
            throw corrupt("the header says " + header.getInt(0) + " x " + header.getInt(4) + " pixels");
        }
        if (content[COLOUR_TYPE_AT] == PALETTE_TYPE) {
            content[COLOUR_TYPE_AT] = 0;
        }
        write("IHDR", content);
    }

    private byte[] takePalette(int from, int length) throws RejectedImageException {
        if (length % 3 != 0 || length > MAX_PALETTE || length == 0) {
            throw corrupt("a palette of " + length + " bytes");
        }
        return copy(from, length);
    }

    private byte[] copy(int from, int length) {
        byte[] content = new byte[length];
        encoded.get(from, content);
        return content;
    }

    private void write(String kind, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length)
                .put(kind.getBytes(StandardCharsets.ISO_8859_1))
                .put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        chunk.putInt((int) crc.getValue());
        reduced.writeBytes(chunk.array());
    }

    private PngFile result() throws RejectedImageException {
        if (header == null) {
            throw corrupt("it has no header");
        }
        return new PngFile(
                header.getInt(0),
                header.getInt(4),
                header.get(8) & 0xFF,
                header.get(COLOUR_TYPE_AT) & 0xFF,
                reduced.toByteArray(),
                palette,
                transparency,
                exif == null ? Orientation.UPRIGHT : ExifOrientation.read(exif));
    }

    static RejectedImageException corrupt(String what) {
        return new RejectedImageException(
                Reason.TRUNCATED_OR_CORRUPT, "PNG: " + what + "; replace the file or remove it");
    }
}
