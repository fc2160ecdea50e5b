package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Tells archives from other files, and opens them; what counts is the content. */
final class TarOpener {
    /** For reading everything. */
    static final int CONTENT_BUFFER_BYTES = 1 << 16;

    /** For reading headers that lie far apart. */
    static final int HEADER_BUFFER_BYTES = 1 << 12;

    private static final int TAR_MAGIC_AT = 257;
    /** What {@link #isTarContent} looks at. */
    static final int HEAD_BYTES = 512;

    private TarOpener() {}

    /** Whether a file's name says that it is an archive. */
    static boolean isTarName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /** Whether a file's first bytes say so, whatever its name. */
    static boolean isTarContent(byte[] head) {
        return isGzip(head) || isTar(head);
    }

    /** Opens an archive at a place where an entry begins; one that is compressed can be opened at its beginning only. */
    static TarBytes open(SeekableSource raw, long from) throws IOException {
        try {
            byte[] head = raw.readNBytes(2);
            raw.seek(from);
            // No buffer around it: a wrong checksum at the end would take the last entries along.
            return isGzip(head) ? TarBytes.of(gunzip(raw)) : TarBytes.of(raw, from);
        } catch (IOException failure) {
            raw.close();
            throw failure;
        }
    }

    /** By the constructor, for the Commons Compress of Spark 3.5 has no builder. */
    @SuppressWarnings("deprecation")
    private static InputStream gunzip(InputStream raw) throws IOException {
        return new GzipCompressorInputStream(raw, true);
    }

    private static boolean isGzip(byte[] head) {
        return head.length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
    }

    private static boolean isTar(byte[] head) {
        return head.length == HEAD_BYTES
                && head[TAR_MAGIC_AT] == 'u'
                && head[TAR_MAGIC_AT + 1] == 's'
                && head[TAR_MAGIC_AT + 2] == 't'
                && head[TAR_MAGIC_AT + 3] == 'a'
                && head[TAR_MAGIC_AT + 4] == 'r';
    }
}
