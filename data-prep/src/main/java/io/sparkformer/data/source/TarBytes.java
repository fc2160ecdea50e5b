package io.sparkformer.data.source;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an archive on their way to the tar parser, watched for what the parser does not tell: it takes
 * an archive that is cut between two entries for a complete one, and it reads a header's long names into memory however
 * long they claim to be, it passes over whatever stands behind the end, and it makes absolute long names relative.
 */
final class TarBytes extends FilterInputStream {
    private static final int RECORD = 512;
    /** Long names and extended headers of real archives take a few kilobytes. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private long position;
    private boolean inHeader;
    private boolean inTrailer;
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    /** Where in the archive they begin. */
    private long headersAt;
    /** Whether the record being read has been watched from its first byte, and only zeros were seen. */
    private boolean zerosSoFar;

    private boolean endSeen;
    private boolean dataAfterEnd;
    private boolean globalHeaderSeen;

    private TarBytes(InputStream in, long position) {
        super(in);
        this.position = position;
    }

    /** The bytes of a stream, from an archive's beginning. */
    static TarBytes of(InputStream in) {
        return new TarBytes(in, 0);
    }

    /** The bytes of a file, from the beginning of an entry on. */
    static TarBytes of(SeekableSource in, long position) {
        return new TarBytes(in, position);
    }

    /** Whether {@link #seekRecord} can be used. */
    boolean isSeekable() {
        return in instanceof SeekableSource;
    }

    /** Goes on at the first record at or behind a place that lies ahead. */
    void seekRecord(long place) {
        position = roundUp(place);
        if (in instanceof SeekableSource source) {
            source.seek(position);
        }
    }

    /** Where the bytes stand. */
    long position() {
        return position;
    }

    /** Where the next header begins, once an entry's content is read. */
    long nextRecord() {
        return roundUp(position);
    }

    private static long roundUp(long place) {
        return (place + RECORD - 1) / RECORD * RECORD;
    }

    /** From here on headers are read. */
    void beginHeader() {
        inHeader = true;
        headers.reset();
        headersAt = position;
        zerosSoFar = false;
    }

    /** Whether an extended header that was just read holds an absolute name. */
    boolean absoluteNameSeen() {
        return EntryHeaders.anyAbsolute(headers.toByteArray(), firstHeader());
    }

    /** Whether an extended header that was just read has another checksum than it says. */
    boolean wrongChecksumSeen() {
        return EntryHeaders.anyWrongChecksum(headers.toByteArray(), firstHeader());
    }

    /** Padding may come before it. */
    private int firstHeader() {
        return (int) (roundUp(headersAt) - headersAt);
    }

    /** Whether a header that was just read, or an earlier one, speaks of all entries that follow it. */
    boolean globalHeaderSeen() {
        return globalHeaderSeen;
    }

    /** From here on an entry's content is read. */
    void endHeader() {
        inHeader = false;
        globalHeaderSeen |= EntryHeaders.anyGlobal(headers.toByteArray(), firstHeader());
    }

    /** From here on there is nothing but zeros in a sound archive, of any length. */
    void beginTrailer() {
        inTrailer = true;
    }

    /** Whether a record of zeros, which ends an archive, was among the headers. */
    boolean endSeen() {
        return endSeen;
    }

    /** Whether anything but zeros came after that record. */
    boolean dataAfterEnd() {
        return dataAfterEnd;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            if (inHeader || inTrailer) {
                watch(buffer, offset, count);
            }
            position += count;
        }
        return count;
    }

    /** By reading, so that nothing goes by unseen, and the end of the stream is noticed. */
    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(count, 1 << 16))];
        long skipped = 0;
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void watch(byte[] buffer, int offset, int count) throws IOException {
        if (inHeader) {
            headers.write(buffer, offset, count);
            if (headers.size() > MAX_HEADER_BYTES) {
                throw new IOException("a header of more than " + MAX_HEADER_BYTES + " bytes");
            }
        }
        for (int i = 0; i < count; i++) {
            dataAfterEnd |= endSeen && buffer[offset + i] != 0;
            int inRecord = (int) ((position + i) % RECORD);
            zerosSoFar = (inRecord == 0 || zerosSoFar) && buffer[offset + i] == 0;
            endSeen |= zerosSoFar && inRecord == RECORD - 1;
        }
    }
}
