package io.sparkformer.data.storage;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;

/**
 * Makes exceptions of Hadoop's errors: its local file system reports a full or failing disk as an {@link FSError}, which
 * is no exception, and which code that handles failed writes would miss.
 */
public final class DiskErrors {
    private DiskErrors() {}

    /** A stream that fails with an IOException when the disk is full. */
    public static OutputStream guard(OutputStream out) {
        return new GuardedOutput(out);
    }

    /** A stream that fails with an IOException when the disk fails. */
    public static InputStream guard(InputStream in) {
        return new GuardedInput(in);
    }

    /** The exception for an error, with what helps. */
    public static IOException exception(FSError error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return new IOException(
                "the disk failed (" + cause.getMessage() + "): free some space or use another directory", error);
    }

    private static final class GuardedOutput extends FilterOutputStream {
        GuardedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            try {
                out.write(value);
            } catch (FSError error) {
                throw exception(error);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (FSError error) {
                throw exception(error);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (FSError error) {
                throw exception(error);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (FSError error) {
                throw exception(error);
            }
        }
    }

    private static final class GuardedInput extends FilterInputStream {
        GuardedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (FSError error) {
                throw exception(error);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (FSError error) {
                throw exception(error);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            try {
                return in.skip(count);
            } catch (FSError error) {
                throw exception(error);
            }
        }
    }
}
