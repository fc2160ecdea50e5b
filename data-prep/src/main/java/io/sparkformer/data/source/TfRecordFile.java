package io.sparkformer.data.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The records of a TFRecord file, one after another: length (8 bytes, little-endian), its masked CRC32C (4), the data,
 * the data's masked CRC32C (4); tensorflow.org/tutorials/load_data/tfrecord. Where only the data is damaged, the next
 * record can be read; behind a damaged length there is nothing to go by.
 */
final class TfRecordFile {
    /** Length and its checksum. */
    static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

    /** The data's checksum. */
    static final int FOOTER_BYTES = Integer.BYTES;

    private static final int MASK_DELTA = 0xA282EAD8;
    private static final int MASK_ROTATION = 15;

    private final SeekableSource in;
    private final long end;
    private long offset;
    private long dataLength;

    /**
     * Begins to read.
     *
     * @param in at the first record's beginning
     * @param end of the file
     */
    TfRecordFile(SeekableSource in, long end) {
        this.in = in;
        this.end = end;
    }

    /**
     * Goes to the record that begins where the source stands.
     *
     * @return false at the end of the file
     * @throws IOException when its length is damaged, or its end missing
     */
    boolean next() throws IOException {
        offset = in.position();
        if (offset >= end) {
            return false;
        }
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new IOException("it ends within a record's length");
        }
        if (!isHeader(header)) {
            throw new IOException("a record's length has a wrong checksum");
        }
        dataLength = littleEndian(header).getLong(0);
        if (dataLength < 0 || dataLength > end - offset - HEADER_BYTES - FOOTER_BYTES) {
            throw new IOException("it ends within a record of " + Long.toUnsignedString(dataLength) + " bytes");
        }
        return true;
    }

    /** Where the record begins. */
    long offset() {
        return offset;
    }

    /** How long its data is. */
    long dataLength() {
        return dataLength;
    }

    /** Its data, and then stands at the next record; null if the checksum is wrong. The data must fit an array. */
    byte @Nullable [] data() throws IOException {
        byte[] data = in.readNBytes((int) dataLength);
        byte[] footer = in.readNBytes(FOOTER_BYTES);
        if (data.length < dataLength || footer.length < FOOTER_BYTES) {
            throw new IOException("it ends within a record");
        }
        return littleEndian(footer).getInt(0) == maskedCrc(data, data.length) ? data : null;
    }

    /** Stands at the next record, without having read this one. */
    void skip() {
        in.seek(offset + HEADER_BYTES + dataLength + FOOTER_BYTES);
    }

    /** Whether bytes are a length and its checksum: the beginning of such a file. */
    static boolean isHeader(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && littleEndian(bytes).getInt(Long.BYTES) == maskedCrc(bytes, Long.BYTES);
    }

    private static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
