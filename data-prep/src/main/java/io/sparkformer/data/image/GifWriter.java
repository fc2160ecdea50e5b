package io.sparkformer.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts a GIF file of one picture together. */
final class GifWriter {
    private static final int FULL_TABLE = 0xF7;
    private static final int TABLE_BYTES = 3 * 256;
    private static final int INTERLACED = 0x40;
    private static final int FRAMING = 13 + TABLE_BYTES + 10 + 1;

    private GifWriter() {}

    /**
     * A file of one picture with a table of 256 colours, all black.
     *
     * @param flags of the picture's descriptor; only whether it is interlaced counts
     * @param data the compressed indices, from the code size to the empty part at the end
     */
    static byte[] onePicture(int width, int height, int flags, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(FRAMING + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) width).putShort((short) height);
        file.put((byte) FULL_TABLE).put((byte) 0).put((byte) 0);
        file.put(new byte[TABLE_BYTES]);
        file.put((byte) ',').putShort((short) 0).putShort((short) 0);
        file.putShort((short) width).putShort((short) height).put((byte) (flags & INTERLACED));
        return file.put(data).put((byte) ';').array();
    }
}
