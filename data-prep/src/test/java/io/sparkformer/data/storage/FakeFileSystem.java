package io.sparkformer.data.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk in the role of HDFS: rename refuses to replace; and, if wished, the disk is full. */
public class FakeFileSystem extends FilterFileSystem {
    private static final Object NAME_NODE = new Object();

    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);

    public FakeFileSystem() throws IOException {
        super(new RawLocalFileSystem());
        fs.initialize(URI.create("file:///"), new Configuration(false));
    }

    /** From now on only so many bytes can be written. */
    public void setFreeBytes(long bytes) {
        freeBytes.set(bytes);
    }

    @Override
    public URI getUri() {
        return URI.create("fake:///");
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
        synchronized (NAME_NODE) {
            return !exists(target) && super.rename(source, target);
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        FSDataOutputStream out =
                super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
        return new FSDataOutputStream(new LimitedStream(out), null);
    }

    private final class LimitedStream extends OutputStream {
        private final OutputStream out;

        LimitedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fits = (int) Math.min(length, freeBytes.get());
            out.write(bytes, offset, fits);
            freeBytes.addAndGet(-fits);
            if (fits < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
