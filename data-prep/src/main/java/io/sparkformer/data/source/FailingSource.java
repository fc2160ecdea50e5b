package io.sparkformer.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Marks every failure of a file system's stream as one, so that it is not taken for a damaged archive. */
final class FailingSource extends FilterInputStream {
    private final String file;

    FailingSource(InputStream in, String file) {
        super(in);
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException failure) {
            throw new SourceFailure(file, failure);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException failure) {
            throw new SourceFailure(file, failure);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return super.skip(count);
        } catch (IOException failure) {
            throw new SourceFailure(file, failure);
        }
    }
}
