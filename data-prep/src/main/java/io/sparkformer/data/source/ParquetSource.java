package io.sparkformer.data.source;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A listed file as Parquet wants to read it; whatever fails below it, fails as a {@link SourceFailure}.
 *
 * @param hadoop names the file system and the credentials
 * @param location of the file, as a URI
 * @param length that it was listed with
 */
record ParquetSource(Configuration hadoop, String location, long length) implements InputFile {
    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return new Stream(SeekableSource.open(hadoop, location, length, BUFFER_BYTES));
    }

    /** What Parquet's errors call it. */
    @Override
    public String toString() {
        return location;
    }

    private static final class Stream extends DelegatingSeekableInputStream {
        private final SeekableSource source;

        Stream(SeekableSource source) {
            super(source);
            this.source = source;
        }

        @Override
        public long getPos() {
            return source.position();
        }

        @Override
        public void seek(long position) {
            source.seek(position);
        }
    }
}
