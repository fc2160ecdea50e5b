package io.sparkformer.data.shard;

import java.io.Serializable;

/** What every record of a shard looks like. All records of one schema have the same length. */
public sealed interface RecordSchema extends Serializable permits ImageSchema, TextSchema {
    /** About how large a block is: large enough for a request to an object store, small enough to keep several. */
    int BLOCK_BYTES = 1 << 20;

    /** Most labels: they should be few beside the content, and a record and its block must fit one array. */
    int MAX_LABELS = 1024;

    /** Bytes of one record: what it is labelled with, and its content. */
    int recordBytes();

    /** Records per block: as many as fit {@link #BLOCK_BYTES}, at least one. A constant of the schema. */
    default int blockRecords() {
        return Math.max(1, BLOCK_BYTES / recordBytes());
    }

    /** Records per shard of about this many bytes: whole blocks, at least one. */
    default long shardRecords(long shardBytes) {
        long blockBytes = (long) blockRecords() * recordBytes();
        return Math.max(1, shardBytes / blockBytes) * blockRecords();
    }
}
