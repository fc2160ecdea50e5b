package io.sparkformer.data.source;

import io.sparkformer.data.storage.DiskErrors;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells archives from other files, and opens them; what counts is the content. */
final class TarOpener {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TAR_MAGIC_AT = 257;
    private static final int HEAD_BYTES = 512;

    private TarOpener() {}

    /**
     * Checks that an input can be read as an archive. A damaged one passes if its name says what it should be: then
     * reading it delivers the rejection.
     */
    static void requireArchive(FileSystem fileSystem, FileStatus status) throws IOException {
        byte[] head;
        try (InputStream in = DiskErrors.guard(fileSystem.open(status.getPath()))) {
            head = in.readNBytes(HEAD_BYTES);
        }
        String name = status.getPath().getName().toLowerCase(Locale.ROOT);
        boolean named = name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
        if (!named && !isGzip(head) && !isTar(head)) {
            throw new IllegalArgumentException("prepare.inputs: " + status.getPath()
                    + " is neither a folder nor a tar or tar.gz archive: name a folder of class folders, or pack it"
                    + " with tar");
        }
    }

    /** Opens the archive's own bytes. Whatever fails below them fails as a {@link SourceFailure}. */
    static InputStream open(FileSystem fileSystem, Path path) throws IOException {
        InputStream stored;
        try {
            stored = fileSystem.open(path);
        } catch (IOException failure) {
            throw new SourceFailure(path.toString(), failure);
        }
        BufferedInputStream raw =
                new BufferedInputStream(new FailingSource(DiskErrors.guard(stored), path.toString()), BUFFER_BYTES);
        try {
            raw.mark(2);
            byte[] head = raw.readNBytes(2);
            raw.reset();
            // No buffer around it: a wrong checksum at the end would take the last entries along.
            return isGzip(head) ? gunzip(raw) : raw;
        } catch (IOException failure) {
            raw.close();
            throw failure;
        }
    }

    private static InputStream gunzip(InputStream raw) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(raw)
                .setDecompressConcatenated(true)
                .get();
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
