package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last 64 bytes of a shard; it is written last, so a file without it was never finished.
 *
 * @param records in the whole shard
 * @param indexOffset where the index of the source blocks begins
 */
record ShardTail(long records, long indexOffset) {

    byte[] write(RecordSchema schema, byte[] header, long fileLength) {
        byte[] bytes = new byte[ShardFormat.TAIL_BYTES];
        ByteBuffer tail = ShardFormat.littleEndian(bytes);
        tail.putLong(records)
                .putLong(ShardFormat.blocks(schema, records))
                .putLong(ShardFormat.sourcesOffset(schema, records))
                .putLong(indexOffset)
                .putLong(fileLength)
                .putInt(ShardFormat.littleEndian(header).getInt(ShardFormat.HEADER_CRC_AT));
        tail.putInt(ShardFormat.TAIL_CRC_AT, ShardFormat.crc(bytes, 0, ShardFormat.TAIL_CRC_AT));
        tail.put(ShardFormat.TAIL_MAGIC_AT, ShardFormat.tailMagic());
        return bytes;
    }

    static ShardTail read(byte[] bytes, byte[] header, RecordSchema schema, long fileLength, String file)
            throws DataFormatException {
        ByteBuffer tail = ShardFormat.littleEndian(bytes);
        byte[] magic = ShardFormat.tailMagic();
        boolean ends = Arrays.equals(bytes, ShardFormat.TAIL_MAGIC_AT, ShardFormat.TAIL_BYTES, magic, 0, magic.length);
        if (!ends || tail.getInt(ShardFormat.TAIL_CRC_AT) != ShardFormat.crc(bytes, 0, ShardFormat.TAIL_CRC_AT)) {
            throw new DataFormatException(
                    file + " is truncated or corrupt: it does not end as a shard does. Prepare the data again");
        }
        ShardTail read = new ShardTail(tail.getLong(0), tail.getLong(24));
        if (read.records < 0 || !Arrays.equals(bytes, read.write(schema, header, fileLength))) {
            throw new DataFormatException(file + " is corrupt: its end does not fit its length of " + fileLength
                    + " bytes or its header." + " Prepare the data again");
        }
        return read;
    }
}
