package io.sparkformer.jobs.prepare;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Changes single fields of image files. All methods give a changed copy. */
final class FileSurgery {
    private FileSurgery() {}

    /** Bytes at a place, each from 0 to 255. */
    static byte[] put(byte[] file, int at, int... values) {
        byte[] changed = file.clone();
        for (int i = 0; i < values.length; i++) {
            changed[at + i] = (byte) values[i];
        }
        return changed;
    }

    /** 32-bit numbers at a place, the lowest byte first. */
    static byte[] putInts(byte[] file, int at, int... values) {
        ByteBuffer changed = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            changed.putInt(at + 4 * i, values[i]);
        }
        return changed.array();
    }

    /** Where a text of bytes 0 to 255 first stands. */
    static int indexOf(byte[] file, String text) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
        if (at < 0) {
            throw new AssertionError("the file does not hold what is to be changed");
        }
        return at;
    }

    /** Gives a tag of a little-endian TIFF file one 32-bit value, or as many as {@code count} at that place. */
    static byte[] tag(byte[] tiff, int tag, int count, int value) {
        ByteBuffer file = ByteBuffer.wrap(tiff.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if ((file.getShort(entry) & 0xFFFF) == tag) {
                file.putShort(entry + 2, (short) 4).putInt(entry + 4, count).putInt(entry + 8, value);
                return file.array();
            }
        }
        throw new AssertionError("the file has no tag " + tag);
    }
}
