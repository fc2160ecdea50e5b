package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;

/** How records of a schema lie in a block. */
sealed interface RecordCodec permits ImageCodec, TextCodec {
    /** The codec of a schema. */
    static RecordCodec of(RecordSchema schema) {
        return schema instanceof TextSchema texts ? new TextCodec(texts) : new ImageCodec((ImageSchema) schema);
    }

    /** What it reads and writes. */
    Class<? extends PreparedRecord> type();

    /**
     * Puts a record behind those that are there, all of it or nothing.
     *
     * @param source for the message
     * @throws IllegalArgumentException when the record does not fit the schema
     */
    void write(PreparedRecord record, String source, ByteBuffer block);

    /**
     * Takes a record.
     *
     * @param at where it begins
     * @param file for the message
     * @throws DataFormatException when no writer would have written it
     */
    PreparedRecord read(byte[] block, int at, String file) throws DataFormatException;
}
