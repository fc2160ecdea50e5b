package io.sparkformer.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The text of the members of a gzip file, one behind another, as web archives have one for each record. A place is the byte
 * of the file at which a member begins, as indexes of archives have it, and within a member also the byte of its text.
 */
final class GzipMembers extends InputStream implements Passage {
    private static final byte[] RECORD = "WARC/".getBytes(StandardCharsets.US_ASCII);
    private static final int[] HEADER = {0x1F, 0x8B, 8};

    private final SeekableSource source;
    /** Where in the text each member begins, with its place. */
    private final NavigableMap<Long, Long> places = new TreeMap<>();

    private @Nullable InputStream member;
    private long memberAt;
    private long read;

    /** Members from where the file stands. */
    GzipMembers(SeekableSource source) {
        this.source = source;
    }

    /**
     * Goes to the next member that holds a record from its first byte on.
     *
     * @param from of the file
     * @return whether there is one
     */
    static boolean seek(SeekableSource source, long from) throws IOException {
        source.seek(from);
        int seen = 0;
        for (int value = source.read(); value >= 0; value = source.read()) {
            seen = value == HEADER[seen] ? seen + 1 : value == HEADER[0] ? 1 : 0;
            if (seen == HEADER.length) {
                long begin = source.position() - HEADER.length;
                if (beginsRecord(source, begin)) {
                    source.seek(begin);
                    return true;
                }
                source.seek(begin + 1);
                seen = 0;
            }
        }
        return false;
    }

    private static boolean beginsRecord(SeekableSource source, long begin) throws IOException {
        source.seek(begin);
        try {
            return Arrays.equals(open(source).readNBytes(RECORD.length), RECORD);
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException chance) {
            // Bytes that only look like a header.
            return false;
        }
    }

    /** One member; afterwards the file stands behind it. By the constructor, as in {@link Decompression}. */
    @SuppressWarnings("deprecation")
    private static InputStream open(SeekableSource source) throws IOException {
        return new GzipCompressorInputStream(new Marked(source), false);
    }

    @Override
    public InputStream in() {
        return new BoundedExpansion(this, source::position);
    }

    @Override
    public long begin() {
        return 0;
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public boolean owns(long offset) {
        return true;
    }

    @Override
    public String place(long offset) {
        var of = places.floorEntry(offset);
        if (of == null) {
            return "0";
        }
        return offset == of.getKey() ? of.getValue().toString() : of.getValue() + "+" + (offset - of.getKey());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        try {
            InputStream from = member;
            while (true) {
                if (from == null) {
                    from = next();
                    if (from == null) {
                        return -1;
                    }
                }
                int got = from.read(bytes, offset, count);
                if (got >= 0) {
                    read += got;
                    return got;
                }
                from = null;
                member = null;
            }
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damaged) {
            throw new DamagedPiece(memberAt, String.valueOf(damaged.getMessage()));
        }
    }

    private @Nullable InputStream next() throws IOException {
        memberAt = source.position();
        if (source.read() < 0) {
            return null;
        }
        source.seek(memberAt);
        places.put(read, memberAt);
        member = open(source);
        return member;
    }

    /** A file that can go back to a place. */
    private static final class Marked extends FilterInputStream {
        private final SeekableSource source;
        private long mark;

        Marked(SeekableSource source) {
            super(source);
            this.source = source;
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public synchronized void mark(int limit) {
            mark = source.position();
        }

        @Override
        public synchronized void reset() {
            source.seek(mark);
        }

        @Override
        public long skip(long count) {
            source.seek(source.position() + count);
            return count;
        }

        @Override
        public void close() {
            // The file has more members.
        }
    }
}
