package io.sparkformer.data.shard;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Writes one shard from front to back, as docs/shard-format.md describes it. One block of records and all source ids are
 * kept in memory. The same records in the same order give the same bytes. Not thread-safe.
 */
public final class ShardWriter implements Closeable {
    private final OutputStream out;
    private final RecordSchema schema;
    private final RecordCodec codec;
    private final MessageDigest digest = Checksums.sha256();
    private final byte[] header;
    private final byte[] blockBytes;
    /** Writes into {@link #blockBytes}. */
    private final ByteBuffer block;

    private final ByteArrayOutputStream blockSources = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sources = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sourceLengths = new ByteArrayOutputStream();
    private long position;
    private long records;
    private long blocks;
    private boolean writable = true;

    /**
     * Begins a shard.
     *
     * @param out receives it; closed by {@link #finish} and {@link #close}
     * @param schema of every record
     */
    public ShardWriter(OutputStream out, RecordSchema schema) throws IOException {
        this.out = DiskErrors.guard(out);
        this.schema = schema;
        this.codec = RecordCodec.of(schema);
        this.header = ShardHeader.write(schema);
        this.blockBytes = new byte[schema.blockRecords() * schema.recordBytes()];
        this.block = ShardFormat.littleEndian(blockBytes);
        emit(header);
    }

    /**
     * Adds a record.
     *
     * @param record of the schema's kind and size, with at most as many labels as it has room for
     * @param source where the sample came from; at most 65,535 bytes of UTF-8
     */
    public void write(PreparedRecord record, String source) throws IOException {
        requireWritable();
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        if (name.length > ShardFormat.MAX_SOURCE_BYTES) {
            throw new IllegalArgumentException("the source id " + source + " has " + name.length + " bytes, at most "
                    + ShardFormat.MAX_SOURCE_BYTES + " are possible: shorten the path");
        }
        codec.write(record, source, block);
        blockSources.writeBytes(int32(name.length));
        blockSources.writeBytes(name);
        records++;
        if (!block.hasRemaining()) {
            endBlock();
        }
    }

    /** Adds an image of one label. */
    public void write(int label, byte[] patches, String source) throws IOException {
        write(new ImageRecord(label, patches), source);
    }

    /**
     * Ends the shard and closes the stream; only then the shard is complete.
     *
     * @return what was written
     */
    public ShardSummary finish() throws IOException {
        requireWritable();
        if (block.position() > 0) {
            endBlock();
        }
        long sourcesOffset = position;
        byte[] sourceBlocks = sources.toByteArray();
        emit(sourceBlocks);
        long indexOffset = position;
        emit(index(sourcesOffset));
        emit(new ShardTail(records, indexOffset).write(schema, header, position + ShardFormat.TAIL_BYTES));
        writable = false;
        // A full disk may show only here.
        out.close();
        return new ShardSummary(records, position, Checksums.hex(digest));
    }

    private void endBlock() throws IOException {
        writable = false;
        int length = block.position();
        emit(blockBytes, length);
        emit(int32(ShardFormat.blockCrc(blocks, blockBytes, length)));
        block.clear();

        byte[] names = blockSources.toByteArray();
        blockSources.reset();
        sources.writeBytes(names);
        sources.writeBytes(int32(ShardFormat.blockCrc(blocks, names, names.length)));
        sourceLengths.writeBytes(int32(names.length + ShardFormat.CRC_BYTES));
        blocks++;
        // Not reached when something failed: after half a block there is nothing to continue.
        writable = true;
    }

    private byte[] index(long sourcesOffset) {
        ByteBuffer lengths = ShardFormat.littleEndian(sourceLengths.toByteArray());
        int crcAt = Math.toIntExact(blocks * ShardFormat.INDEX_ENTRY_BYTES);
        byte[] bytes = new byte[crcAt + ShardFormat.CRC_BYTES];
        ByteBuffer index = ShardFormat.littleEndian(bytes);
        long offset = sourcesOffset;
        while (lengths.hasRemaining()) {
            int length = lengths.getInt();
            index.putLong(offset).putInt(length);
            offset += length;
        }
        index.putInt(ShardFormat.crc(bytes, 0, crcAt));
        return bytes;
    }

    private static byte[] int32(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        ShardFormat.littleEndian(bytes).putInt(value);
        return bytes;
    }

    private void emit(byte[] bytes) throws IOException {
        emit(bytes, bytes.length);
    }

    private void emit(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        digest.update(bytes, 0, length);
        position += length;
    }

    private void requireWritable() {
        if (!writable) {
            throw new IllegalStateException("the shard is finished, or writing it has failed: begin a new one");
        }
    }

    /** Closes the stream. Without {@link #finish} before, the file has no end and no reader accepts it. */
    @Override
    public void close() throws IOException {
        writable = false;
        out.close();
    }
}
