package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.DiskErrors;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads any record of a shard by its number, a checked block at a time. No damaged byte is ever handed out: header, end
 * and index are checked on opening, each block when it is read. Belongs to one thread.
 *
 * @param <R> what it reads: {@link ImageRecord}, {@link TextRecord}, or {@link PreparedRecord} for either
 */
public final class ShardReader<R extends PreparedRecord> implements Closeable {
    private static final int DEFAULT_BLOCKS = 4;

    private final String file;
    private final FSDataInputStream in;
    private final RecordSchema schema;
    private final RecordCodec codec;
    private final Class<R> type;
    private final ShardTail tail;
    private final ByteBuffer index;
    private final BlockCache cache;

    private ShardReader(String file, FSDataInputStream in, long length, BlockCache cache, Class<R> type)
            throws IOException {
        this.type = type;
        this.file = file;
        this.in = in;
        this.cache = cache;
        if (length < ShardFormat.HEADER_BYTES + ShardFormat.CRC_BYTES + ShardFormat.TAIL_BYTES) {
            throw new DataFormatException(file + " is truncated: it has " + length + " bytes. Prepare the data again");
        }
        byte[] header = readFully(0, ShardFormat.HEADER_BYTES);
        this.schema = ShardHeader.read(header, file);
        this.codec = RecordCodec.of(schema);
        requireType();
        byte[] end = readFully(length - ShardFormat.TAIL_BYTES, ShardFormat.TAIL_BYTES);
        this.tail = ShardTail.read(end, header, schema, length, file);
        this.index = readIndex(length);
    }

    private void requireType() throws DataFormatException {
        if (!type.isAssignableFrom(codec.type())) {
            throw new DataFormatException(file + " holds " + PreparedRecord.kind(codec.type()) + ", and "
                    + PreparedRecord.kind(type) + " are needed: name data that were prepared from them");
        }
    }

    /** Opens a shard with a cache of its own for a few blocks. */
    public static <R extends PreparedRecord> ShardReader<R> open(FileSystem fileSystem, Path path, Class<R> type)
            throws IOException {
        return open(fileSystem, path, new BlockCache(DEFAULT_BLOCKS), type);
    }

    /**
     * Opens a shard.
     *
     * @param cache keeps its blocks; may be shared by shards that are read by the same thread
     * @param type of the records that are expected
     * @throws DataFormatException when it holds others, or is damaged
     */
    public static <R extends PreparedRecord> ShardReader<R> open(
            FileSystem fileSystem, Path path, BlockCache cache, Class<R> type) throws IOException {
        long length = fileSystem.getFileStatus(path).getLen();
        FSDataInputStream in = fileSystem.open(path);
        try {
            return new ShardReader<>(fileSystem.makeQualified(path).toString(), in, length, cache, type);
        } catch (IOException | RuntimeException failure) {
            in.close();
            throw failure;
        }
    }

    /** What its records look like. */
    public RecordSchema schema() {
        return schema;
    }

    /** How many records it has. */
    public long records() {
        return tail.records();
    }

    /** One record; its arrays are the caller's. */
    public R read(long record) throws IOException {
        requireRecord(record);
        byte[] block = cache.get(file, record / schema.blockRecords(), this::loadBlock);
        int at = (int) (record % schema.blockRecords()) * schema.recordBytes();
        return type.cast(codec.read(block, at, file));
    }

    /** Where a record came from. */
    public String source(long record) throws IOException {
        requireRecord(record);
        // Sources have numbers of their own in the cache: below zero.
        byte[] names = cache.get(file, -1 - record / schema.blockRecords(), number -> loadSources(-1 - number));
        ByteBuffer buffer = ShardFormat.littleEndian(names);
        for (long skip = record % schema.blockRecords(); skip > 0; skip--) {
            buffer.position(buffer.position() + Integer.BYTES + buffer.getInt(buffer.position()));
        }
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Reads everything once, and so finds any damage; the cache stays as it is. */
    public void verify() throws IOException {
        for (long block = 0; block < ShardFormat.blocks(schema, records()); block++) {
            loadBlock(block);
            loadSources(block);
        }
    }

    private byte[] loadBlock(long block) throws IOException {
        long first = block * schema.blockRecords();
        int count = (int) Math.min(schema.blockRecords(), records() - first);
        return checkedBlock("block", block, ShardFormat.blockOffset(schema, block), count * schema.recordBytes());
    }

    private byte[] loadSources(long block) throws IOException {
        int entry = (int) block * ShardFormat.INDEX_ENTRY_BYTES;
        return checkedBlock(
                "source block", block, index.getLong(entry), index.getInt(entry + Long.BYTES) - ShardFormat.CRC_BYTES);
    }

    private byte[] checkedBlock(String what, long number, long offset, int length) throws IOException {
        byte[] bytes = readFully(offset, length + ShardFormat.CRC_BYTES);
        if (ShardFormat.littleEndian(bytes).getInt(length) != ShardFormat.blockCrc(number, bytes, length)) {
            throw new DataFormatException(file + " is corrupt: wrong checksum of " + what + " " + number + " at byte "
                    + offset + ". Restore it from a copy, or delete it and prepare the data again");
        }
        return Arrays.copyOf(bytes, length);
    }

    private ByteBuffer readIndex(long fileLength) throws IOException {
        long entries = ShardFormat.blocks(schema, records());
        long end = tail.indexOffset() + entries * ShardFormat.INDEX_ENTRY_BYTES + ShardFormat.CRC_BYTES;
        long sources = ShardFormat.sourcesOffset(schema, records());
        if (end != fileLength - ShardFormat.TAIL_BYTES || tail.indexOffset() < sources || entries > 1 << 24) {
            throw new DataFormatException(file + " is corrupt: its index has no place. Prepare the data again");
        }
        int length = (int) entries * ShardFormat.INDEX_ENTRY_BYTES;
        byte[] bytes = readFully(tail.indexOffset(), length + ShardFormat.CRC_BYTES);
        ByteBuffer read = ShardFormat.littleEndian(bytes);
        if (read.getInt(length) != ShardFormat.crc(bytes, 0, length)) {
            throw new DataFormatException(file + " is corrupt: wrong checksum of its index. Prepare the data again");
        }
        return read;
    }

    private byte[] readFully(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try {
            in.readFully(offset, bytes);
        } catch (FSError error) {
            throw DiskErrors.exception(error);
        } catch (EOFException early) {
            throw new DataFormatException(
                    file + " is truncated: it ends before byte " + (offset + length) + ". Prepare the data again",
                    early);
        }
        return bytes;
    }

    private void requireRecord(long record) {
        if (record < 0 || record >= records()) {
            throw new IndexOutOfBoundsException("record " + record + " of " + file + ", which has " + records());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
