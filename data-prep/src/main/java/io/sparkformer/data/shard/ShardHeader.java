package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first 64 bytes of a shard. */
final class ShardHeader {
    private ShardHeader() {}

    static byte[] write(ImageSchema schema) {
        byte[] bytes = new byte[ShardFormat.HEADER_BYTES];
        ByteBuffer header = ShardFormat.littleEndian(bytes);
        header.put(ShardFormat.magic())
                .putInt(ShardFormat.version(schema))
                .putInt(ShardFormat.HEADER_BYTES)
                .putInt(ShardFormat.KIND_IMAGE)
                .putInt(schema.size())
                .putInt(schema.channels())
                .putInt(schema.patch())
                .putInt(schema.recordBytes())
                .putInt(schema.blockRecords());
        if (schema.maxLabels() > 1) {
            header.putInt(schema.maxLabels());
        }
        header.putInt(ShardFormat.HEADER_CRC_AT, ShardFormat.crc(bytes, 0, ShardFormat.HEADER_CRC_AT));
        return bytes;
    }

    static ImageSchema read(byte[] bytes, String file) throws DataFormatException {
        ByteBuffer header = ShardFormat.littleEndian(bytes);
        byte[] magic = ShardFormat.magic();
        if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new DataFormatException(
                    file + " is not a shard: its first bytes are not a shard's." + " Run prepare-images again");
        }
        int version = header.getInt(8);
        // Before the checksum: another version may keep it elsewhere.
        if (version != ShardFormat.SINGLE_LABEL_VERSION && version != ShardFormat.MULTI_LABEL_VERSION) {
            throw new DataFormatException(file + " has shard format version " + version
                    + ", this program reads versions " + ShardFormat.SINGLE_LABEL_VERSION + " and "
                    + ShardFormat.MULTI_LABEL_VERSION + ": use the program that wrote it, or run prepare-images again");
        }
        if (header.getInt(ShardFormat.HEADER_CRC_AT) != ShardFormat.crc(bytes, 0, ShardFormat.HEADER_CRC_AT)) {
            throw new DataFormatException(file + " is corrupt: wrong checksum of its header. Run prepare-images again");
        }
        return schema(header, file);
    }

    private static ImageSchema schema(ByteBuffer header, String file) throws DataFormatException {
        try {
            int maxLabels = header.getInt(8) == ShardFormat.SINGLE_LABEL_VERSION ? 1 : header.getInt(40);
            ImageSchema schema = new ImageSchema(header.getInt(20), header.getInt(24), header.getInt(28), maxLabels);
            boolean agrees = header.getInt(12) == ShardFormat.HEADER_BYTES
                    && header.getInt(16) == ShardFormat.KIND_IMAGE
                    && header.getInt(32) == schema.recordBytes()
                    && header.getInt(36) == schema.blockRecords();
            if (agrees) {
                return schema;
            }
        } catch (IllegalArgumentException impossible) {
            throw new DataFormatException(file + " has an impossible header: " + impossible.getMessage(), impossible);
        }
        throw new DataFormatException(
                file + " holds records that this program does not know. Use the program that wrote it, or run"
                        + " prepare-images again");
    }
}
