package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Goes from entry to entry of an archive. In a file it jumps over content that nobody has read. */
final class TarCursor {
    private final TarBytes bytes;
    private TarArchiveInputStream tar;
    private @Nullable TarArchiveEntry entry;
    private long headerAt;
    private long contentAt;

    TarCursor(TarBytes bytes) {
        this.bytes = bytes;
        this.tar = parser(bytes);
    }

    private static TarArchiveInputStream parser(TarBytes bytes) {
        return new TarArchiveInputStream(bytes, "UTF-8");
    }

    /** Where the next entry's header begins, if there is one. */
    long nextHeader() throws IOException {
        skipContent();
        return bytes.nextRecord();
    }

    /**
     * Goes to the next entry.
     *
     * @return null if there is none
     * @throws IOException when the archive is damaged there
     */
    @Nullable TarArchiveEntry next() throws IOException {
        headerAt = nextHeader();
        bytes.beginHeader();
        try {
            entry = nextEntry(tar);
        } catch (RuntimeException malformed) {
            // Hostile headers reach places of the parser where it expects sound numbers.
            throw new IOException("malformed header: " + malformed, malformed);
        } finally {
            bytes.endHeader();
        }
        contentAt = bytes.position();
        requireChecksums();
        return entry;
    }

    /** The parser does not insist. But a flipped bit in a name would move an image to another class. */
    private void requireChecksums() throws IOException {
        boolean ownHolds = entry == null || entry.isCheckSumOK();
        if (!ownHolds || bytes.wrongChecksumSeen()) {
            throw new IOException("the header at byte " + headerAt + " has a wrong checksum");
        }
    }

    /** Under this name every Commons Compress that a Spark brings has it with the same type: one jar runs on all of them. */
    @SuppressWarnings("deprecation")
    private static @Nullable TarArchiveEntry nextEntry(TarArchiveInputStream tar) throws IOException {
        return tar.getNextTarEntry();
    }

    /** Where the entry's header begins. */
    long headerAt() {
        return headerAt;
    }

    /** The entry's bytes. */
    InputStream content() {
        return tar;
    }

    /** Whether the entry can be read without those before it. */
    boolean isIndependent() {
        return !bytes.globalHeaderSeen();
    }

    /** Whether the entry has an extended header with an absolute name, which the parser would make relative. */
    boolean hasAbsoluteName() {
        return bytes.absoluteNameSeen();
    }

    /**
     * Before the next header, so that content does not count as a header's length. A fresh parser takes over behind
     * content that is jumped over: not where headers hold for later entries, nor where an entry's length is not that of
     * its bytes, as in sparse files, and in folders, which the parser takes for empty whatever they claim.
     */
    private void skipContent() throws IOException {
        TarArchiveEntry done = entry;
        if (done == null) {
            return;
        }
        entry = null;
        long end = contentAt + done.getSize();
        boolean plain = !done.isSparse() && !done.isDirectory();
        if (end > bytes.position() && bytes.isSeekable() && plain && isIndependent()) {
            bytes.seekRecord(end);
            tar = parser(bytes);
            return;
        }
        while (tar.skip(Integer.MAX_VALUE) > 0) {
            // Each call skips what it can.
        }
    }
}
