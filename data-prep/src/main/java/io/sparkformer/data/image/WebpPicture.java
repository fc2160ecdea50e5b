package io.sparkformer.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a WebP file.
 *
 * @param left on the canvas
 * @param top on the canvas
 * @param kind name of the chunk that holds the pixels: "VP8 " or "VP8L"
 * @param pixels content of that chunk
 * @param alpha content of the chunk ALPH; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebpPicture(int left, int top, int width, int height, String kind, byte[] pixels, byte @Nullable [] alpha) {
    private static final int HAS_ALPHA = 0x10;
    private static final int EXTENDED_LENGTH = 10;
    private static final int CHUNK_HEADER = 8;

    /** The same picture in another place. */
    WebpPicture at(int newLeft, int newTop) {
        return new WebpPicture(newLeft, newTop, width, height, kind, pixels, alpha);
    }

    /** A file of this picture alone. */
    byte[] alone() {
        int length = 4 + chunkLength(pixels);
        if (alpha != null) {
            length += CHUNK_HEADER + EXTENDED_LENGTH + chunkLength(alpha);
        }
        ByteBuffer file = ByteBuffer.allocate(CHUNK_HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        putName(file, "RIFF").putInt(length);
        putName(file, "WEBP");
        if (alpha != null) {
            putName(file, "VP8X").putInt(EXTENDED_LENGTH).putInt(HAS_ALPHA);
            put24(put24(file, width - 1), height - 1);
            putChunk(file, "ALPH", alpha);
        }
        putChunk(file, kind, pixels);
        return file.array();
    }

    private static int chunkLength(byte[] content) {
        return CHUNK_HEADER + content.length + content.length % 2;
    }

    private static ByteBuffer putName(ByteBuffer file, String name) {
        return file.put(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void putChunk(ByteBuffer file, String name, byte[] content) {
        putName(file, name).putInt(content.length).put(content);
        if (content.length % 2 != 0) {
            file.put((byte) 0);
        }
    }

    private static ByteBuffer put24(ByteBuffer file, int value) {
        return file.putShort((short) value).put((byte) (value >>> 16));
    }
}
