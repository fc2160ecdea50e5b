package io.sparkformer.jobs.train;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk with little room. What does not fit goes to Linux' device that is always full, so that Hadoop fails as it
 * does on a full disk: by an error that is no exception.
 */
final class FullDisk extends RawLocalFileSystem {
    private static final Path FULL = new Path("/dev/full");

    /** Bytes that still fit. */
    static long room;

    /** A configuration by which the local disk is this one. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.file.impl", FullDisk.class, FileSystem.class);
        configuration.setBoolean("fs.file.impl.disable.cache", true);
        return configuration;
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        OutputStream out = super.createOutputStreamWithMode(file, append, permission);
        return append ? out : new Limited(out);
    }

    private final class Limited extends FilterOutputStream {
        Limited(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > room) {
                try (OutputStream full = append(FULL, 1, null)) {
                    full.write(bytes, offset, length);
                }
            }
            room -= length;
            out.write(bytes, offset, length);
        }
    }
}
