package io.sparkformer.data.source;

import io.sparkformer.data.storage.DiskErrors;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file as a buffered stream that can go to any place; whatever fails, fails as a {@link SourceFailure}. */
final class SeekableSource extends InputStream {
    private final FSDataInputStream in;
    private final String file;
    private final long length;
    private final byte[] buffer;
    /** Of the next byte to hand out. */
    private long position;
    /** Where in the file the buffer begins, and how much of it is filled. */
    private long bufferAt;

    private int filled;

    /**
     * Opens a file.
     *
     * @param length of the file
     * @param bufferBytes how much is read at once
     */
    SeekableSource(FileSystem fileSystem, Path path, long length, int bufferBytes) throws SourceFailure {
        this.file = path.toString();
        this.length = length;
        this.buffer = new byte[bufferBytes];
        try {
            this.in = fileSystem.open(path);
        } catch (IOException failure) {
            throw new SourceFailure(file, failure);
        }
    }

    /** Opens a file that was listed, unless it has another length by now. */
    static SeekableSource open(Configuration hadoop, ContainerFile file, int bufferBytes) throws IOException {
        return open(hadoop, file.location(), file.file().length(), bufferBytes);
    }

    /** The same, by place and length. */
    static SeekableSource open(Configuration hadoop, String location, long length, int bufferBytes) throws IOException {
        Path path = new Path(location);
        FileSystem fileSystem = SourcePaths.fileSystem(path.toUri(), hadoop);
        SourcePaths.requireLength(fileSystem, path, length);
        return new SeekableSource(fileSystem, path, length, bufferBytes);
    }

    /** Where the next byte comes from. */
    long position() {
        return position;
    }

    /** Goes to a place; behind the end there is nothing to read. */
    void seek(long to) {
        position = to;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position < bufferAt || position >= bufferAt + filled) {
            if (position >= length) {
                return -1;
            }
            fill();
            if (filled <= 0) {
                return -1;
            }
        }
        int from = (int) (position - bufferAt);
        int copied = Math.min(count, filled - from);
        System.arraycopy(buffer, from, bytes, offset, copied);
        position += copied;
        return copied;
    }

    private void fill() throws IOException {
        bufferAt = position;
        filled = 0;
        try {
            if (in.getPos() != position) {
                in.seek(position);
            }
            filled = Math.max(0, in.read(buffer, 0, (int) Math.min(buffer.length, length - position)));
        } catch (FSError error) {
            throw new SourceFailure(file, DiskErrors.exception(error));
        } catch (IOException failure) {
            throw new SourceFailure(file, failure);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
