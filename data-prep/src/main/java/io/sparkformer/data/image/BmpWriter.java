package io.sparkformer.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts a BMP file with a plain header together: without profile, and with a full palette, which is all black. */
final class BmpWriter {
    private static final int FILE_HEADER = 14;
    private static final int INFO_HEADER = 40;
    private static final int ALPHA_HEADER = 108;
    private static final int STANDARD_COLOURS = 0x73524742;

    private BmpWriter() {}

    static byte[] plain(LittleEndian bytes, BmpHeader header) throws RejectedImageException {
        boolean alpha = header.masks().length == 4;
        int colours = header.bits() <= 8 ? 1 << header.bits() : 0;
        int headerLength = alpha ? ALPHA_HEADER : INFO_HEADER;
        int masksLength = alpha ? 0 : 4 * header.masks().length;
        int pixelsAt = FILE_HEADER + headerLength + masksLength + 4 * colours;
        byte[] pixels = bytes.copy(header.pixelsAt(), bytes.length() - header.pixelsAt());
        ByteBuffer file = ByteBuffer.allocate(pixelsAt + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(pixelsAt);
        file.putInt(headerLength).putInt(header.width());
        file.putInt(header.topDown() ? -header.height() : header.height());
        file.putShort((short) 1).putShort((short) header.bits()).putInt(header.compression());
        file.putInt(pixels.length).putInt(0).putInt(0).putInt(colours).putInt(0);
        for (int mask : header.masks()) {
            file.putInt(mask);
        }
        if (alpha) {
            file.putInt(STANDARD_COLOURS);
        }
        return file.position(pixelsAt).put(pixels).array();
    }
}
