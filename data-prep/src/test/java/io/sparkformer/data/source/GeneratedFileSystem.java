package io.sparkformer.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Files of any length that lie nowhere: a text that is set, so many times the letter x, and another text. A file's name says
 * how often: {@code generated:///5000000000.txt}.
 */
public final class GeneratedFileSystem extends FileSystem {
    private static final String HEAD = "generated.head";
    private static final String TAIL = "generated.tail";

    /** Files with a text before the letters and one behind them. */
    static Configuration configuration(String head, String tail) {
        Configuration hadoop = new Configuration(false);
        hadoop.setClass("fs.generated.impl", GeneratedFileSystem.class, FileSystem.class);
        hadoop.setBoolean("fs.generated.impl.disable.cache", true);
        hadoop.set(HEAD, head);
        hadoop.set(TAIL, tail);
        return hadoop;
    }

    private byte[] part(String key) {
        return getConf().getRaw(key).getBytes(StandardCharsets.UTF_8);
    }

    private static long letters(Path path) {
        return Long.parseLong(path.getName().replaceAll("\\D", ""));
    }

    @Override
    public URI getUri() {
        return URI.create("generated:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferBytes) {
        return new FSDataInputStream(new Generated(part(HEAD), letters(path), part(TAIL)));
    }

    @Override
    public FileStatus getFileStatus(Path path) {
        long length = part(HEAD).length + letters(path) + part(TAIL).length;
        return new FileStatus(length, false, 1, 1 << 20, 0, path);
    }

    @Override
    public FileStatus[] listStatus(Path path) {
        return new FileStatus[] {getFileStatus(path)};
    }

    private static final class Generated extends InputStream implements Seekable, PositionedReadable {
        private final byte[] head;
        private final long letters;
        private final byte[] tail;
        private long position;

        Generated(byte[] head, long letters, byte[] tail) {
            this.head = head;
            this.letters = letters;
            this.tail = tail;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            int got = read(position, bytes, offset, count);
            position += Math.max(0, got);
            return got;
        }

        @Override
        public int read(long from, byte[] bytes, int offset, int count) {
            long behind = head.length + letters;
            if (from >= behind + tail.length) {
                return -1;
            }
            for (int i = 0; i < count; i++) {
                long place = from + i;
                if (place >= behind + tail.length) {
                    return i;
                }
                bytes[offset + i] = place < head.length
                        ? head[(int) place]
                        : place < behind ? (byte) 'x' : tail[(int) (place - behind)];
            }
            return count;
        }

        @Override
        public void readFully(long from, byte[] bytes, int offset, int count) throws IOException {
            if (read(from, bytes, offset, count) < count) {
                throw new EOFException();
            }
        }

        @Override
        public void readFully(long from, byte[] bytes) throws IOException {
            readFully(from, bytes, 0, bytes.length);
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferBytes,
            short replication,
            long blockBytes,
            Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferBytes, Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setWorkingDirectory(Path path) {
        // There is none.
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("generated:///");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        throw new UnsupportedOperationException();
    }
}
