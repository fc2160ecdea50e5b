package io.sparkformer.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * What a compressed stream holds, as long as it is text that a compressor may have made so small: files that are nothing
 * but a way to keep a job busy come to 1,000 times their size and more.
 */
final class BoundedExpansion extends FilterInputStream {
    /** Below, a file may be as well compressed as it likes. */
    private static final long HARMLESS_BYTES = 1L << 28;

    private static final int MAX_RATIO = 1000;

    private final LongSupplier compressed;
    private long plain;

    /**
     * Watches a stream.
     *
     * @param compressed how much of the compressed file has been read
     */
    BoundedExpansion(InputStream in, LongSupplier compressed) {
        super(in);
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int more) throws IOException {
        plain += more;
        if (plain > HARMLESS_BYTES && plain / MAX_RATIO > compressed.getAsLong()) {
            throw new IOException("it expands to more than " + MAX_RATIO + " times its size");
        }
    }
}
