package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An image: labels, then pixels in patch order. */
record ImageCodec(ImageSchema schema) implements RecordCodec {
    @Override
    public Class<? extends PreparedRecord> type() {
        return ImageRecord.class;
    }

    @Override
    public void write(PreparedRecord record, String source, ByteBuffer block) {
        if (!(record instanceof ImageRecord image)) {
            throw new IllegalArgumentException(source + " is no image, " + schema + " is of images");
        }
        if (image.labels().length > schema.maxLabels()) {
            throw new IllegalArgumentException(source + " has " + image.labels().length + " labels, " + schema
                    + " has room for " + schema.maxLabels());
        }
        byte[] patches = image.patches();
        if (patches.length != schema.imageBytes()) {
            throw new IllegalArgumentException(
                    source + " has " + patches.length + " bytes, " + schema + " needs " + schema.imageBytes());
        }
        LabelSlots.write(image.labels(), schema.maxLabels(), block);
        block.put(patches);
    }

    @Override
    public ImageRecord read(byte[] block, int at, String file) throws DataFormatException {
        int[] labels = LabelSlots.read(ShardFormat.littleEndian(block), at, schema.maxLabels(), file);
        byte[] patches = Arrays.copyOfRange(block, at + schema.labelBytes(), at + schema.recordBytes());
        return new ImageRecord(labels, patches);
    }
}
