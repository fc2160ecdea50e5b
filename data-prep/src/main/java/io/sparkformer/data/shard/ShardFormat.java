package io.sparkformer.data.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The constants of docs/shard-format.md. All numbers are little-endian. */
final class ShardFormat {
    /** Of shards with one label in each record, as they always were. */
    static final int SINGLE_LABEL_VERSION = 1;

    /** Of shards with room for several: it stands in the header. */
    static final int MULTI_LABEL_VERSION = 2;

    /** Of shards of text. */
    static final int TEXT_VERSION = 3;

    static final int KIND_IMAGE = 1;
    static final int KIND_TEXT = 2;

    static final int HEADER_BYTES = 64;
    static final int HEADER_CRC_AT = 60;
    static final int TAIL_BYTES = 64;
    static final int TAIL_CRC_AT = 52;
    static final int TAIL_MAGIC_AT = 56;
    static final int CRC_BYTES = 4;
    static final int INDEX_ENTRY_BYTES = 12;
    static final int MAX_SOURCE_BYTES = 65_535;

    private static final byte[] MAGIC = {(byte) 0x89, 'S', 'F', 'S', '\r', '\n', 0x1A, '\n'};
    private static final byte[] TAIL_MAGIC = "SFSEND\r\n".getBytes(StandardCharsets.US_ASCII);

    private ShardFormat() {}

    /** The lowest version that has what a schema needs, so that older programs read what they can. */
    static int version(RecordSchema schema) {
        if (schema instanceof ImageSchema images) {
            return images.maxLabels() == 1 ? SINGLE_LABEL_VERSION : MULTI_LABEL_VERSION;
        }
        return TEXT_VERSION;
    }

    static byte[] magic() {
        return MAGIC.clone();
    }

    static byte[] tailMagic() {
        return TAIL_MAGIC.clone();
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** The number of the block is part of its checksum, so that a block in the wrong place is noticed. */
    static int blockCrc(long number, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        byte[] place = new byte[Long.BYTES];
        littleEndian(place).putLong(number);
        crc.update(place);
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Where a block of records begins. */
    static long blockOffset(RecordSchema schema, long block) {
        return HEADER_BYTES + block * ((long) schema.blockRecords() * schema.recordBytes() + CRC_BYTES);
    }

    /** Blocks that so many records fill. */
    static long blocks(RecordSchema schema, long records) {
        return (records + schema.blockRecords() - 1) / schema.blockRecords();
    }

    /** Where the sources begin: after the last block of records. */
    static long sourcesOffset(RecordSchema schema, long records) {
        return HEADER_BYTES + records * schema.recordBytes() + blocks(schema, records) * CRC_BYTES;
    }
}
