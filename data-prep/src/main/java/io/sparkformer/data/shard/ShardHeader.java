package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first 64 bytes of a shard. */
final class ShardHeader {
    private ShardHeader() {}

    static byte[] write(RecordSchema schema) {
        byte[] bytes = new byte[ShardFormat.HEADER_BYTES];
        ByteBuffer header = ShardFormat.littleEndian(bytes);
        header.put(ShardFormat.magic()).putInt(ShardFormat.version(schema)).putInt(ShardFormat.HEADER_BYTES);
        if (schema instanceof ImageSchema images) {
            header.putInt(ShardFormat.KIND_IMAGE)
                    .putInt(images.size())
                    .putInt(images.channels())
                    .putInt(images.patch());
        } else if (schema instanceof TextSchema texts) {
            header.putInt(ShardFormat.KIND_TEXT)
                    .putInt(texts.length())
                    .putInt(texts.vocabulary())
                    .putInt(texts.target().code());
        }
        header.putInt(schema.recordBytes()).putInt(schema.blockRecords());
        int maxLabels = maxLabels(schema);
        if (ShardFormat.version(schema) != ShardFormat.SINGLE_LABEL_VERSION) {
            header.putInt(maxLabels);
        }
        header.putInt(ShardFormat.HEADER_CRC_AT, ShardFormat.crc(bytes, 0, ShardFormat.HEADER_CRC_AT));
        return bytes;
    }

    private static int maxLabels(RecordSchema schema) {
        return schema instanceof TextSchema texts ? texts.maxLabels() : ((ImageSchema) schema).maxLabels();
    }

    static RecordSchema read(byte[] bytes, String file) throws DataFormatException {
        ByteBuffer header = ShardFormat.littleEndian(bytes);
        byte[] magic = ShardFormat.magic();
        if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new DataFormatException(
                    file + " is not a shard: its first bytes are not a shard's." + " Prepare the data again");
        }
        int version = header.getInt(8);
        // Before the checksum: another version may keep it elsewhere.
        if (version < ShardFormat.SINGLE_LABEL_VERSION || version > ShardFormat.TEXT_VERSION) {
            throw new DataFormatException(file + " has shard format version " + version
                    + ", this program reads versions " + ShardFormat.SINGLE_LABEL_VERSION + " to "
                    + ShardFormat.TEXT_VERSION + ": use the program that wrote it, or prepare the data again");
        }
        if (header.getInt(ShardFormat.HEADER_CRC_AT) != ShardFormat.crc(bytes, 0, ShardFormat.HEADER_CRC_AT)) {
            throw new DataFormatException(file + " is corrupt: wrong checksum of its header. Prepare the data again");
        }
        return schema(header, file);
    }

    private static RecordSchema schema(ByteBuffer header, String file) throws DataFormatException {
        try {
            RecordSchema schema = fields(header);
            boolean agrees = header.getInt(12) == ShardFormat.HEADER_BYTES
                    && header.getInt(16)
                            == (schema instanceof TextSchema ? ShardFormat.KIND_TEXT : ShardFormat.KIND_IMAGE)
                    && header.getInt(32) == schema.recordBytes()
                    && header.getInt(36) == schema.blockRecords();
            if (agrees) {
                return schema;
            }
        } catch (IllegalArgumentException impossible) {
            throw new DataFormatException(file + " has an impossible header: " + impossible.getMessage(), impossible);
        }
        throw new DataFormatException(
                file + " holds records that this program does not know. Use the program that wrote it, or prepare the"
                        + " data again");
    }

    private static RecordSchema fields(ByteBuffer header) {
        int version = header.getInt(8);
        int first = header.getInt(20);
        int second = header.getInt(24);
        int third = header.getInt(28);
        int maxLabels = version == ShardFormat.SINGLE_LABEL_VERSION ? 1 : header.getInt(40);
        if (version != ShardFormat.TEXT_VERSION) {
            return new ImageSchema(first, second, third, maxLabels);
        }
        TextTarget target = TextTarget.ofCode(third)
                .orElseThrow(() -> new IllegalArgumentException("its target has the number " + third));
        return new TextSchema(first, second, target, maxLabels);
    }
}
