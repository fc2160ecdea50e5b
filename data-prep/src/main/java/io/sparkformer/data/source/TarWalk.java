package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads one archive, or a part of it, from front to back. If it turns out to be damaged, what was read before stays
 * valid, and one rejection names the archive and the last entry that was begun.
 */
final class TarWalk {
    private final String archive;
    private final TarEntries entries;
    private final Delivery delivery;
    private final FilePart part;
    private final NameHashes seen;
    private String lastEntry = "";

    /**
     * Prepares to read.
     *
     * @param archive begins the source ids
     * @param entries takes what is sound
     * @param delivery takes the rejections
     * @param part what to read
     */
    TarWalk(String archive, TarEntries entries, Delivery delivery, FilePart part) {
        this.archive = archive;
        this.entries = entries;
        this.delivery = delivery;
        this.part = part;
        this.seen = new NameHashes(part.seenBefore());
    }

    /**
     * Reads everything.
     *
     * @param bytes of the archive, at the part's first
     * @throws SourceFailure when the file system fails
     */
    void read(TarBytes bytes) throws IOException {
        try {
            readEntries(bytes);
            if (part.isLast()) {
                requireNothingAfterEnd(bytes);
            }
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damage) {
            delivery.reject(archive, null, Reason.ARCHIVE_CORRUPT, describe(damage));
        }
        entries.end();
    }

    /** Says what is wrong with the archive. */
    String describe(IOException damage) {
        String after = lastEntry.isEmpty() ? "before its first entry" : "at or after its entry " + lastEntry;
        return "the archive is damaged " + after + " (" + damage.getMessage()
                + "): what lies behind is lost; restore it from a copy and run the job again";
    }

    private void readEntries(TarBytes bytes) throws IOException {
        TarCursor cursor = new TarCursor(bytes);
        while (cursor.nextHeader() < part.to()) {
            TarArchiveEntry entry = cursor.next();
            if (entry == null) {
                if (!bytes.endSeen()) {
                    throw new IOException("it ends without the mark that ends an archive");
                }
                return;
            }
            lastEntry = entry.getName();
            take(entry, cursor);
        }
    }

    private void take(TarArchiveEntry entry, TarCursor cursor) throws IOException {
        EntryPath path = EntryPath.of(entry.getName());
        if (cursor.hasAbsoluteName() || EntryPath.isUnsafe(entry.getName())) {
            delivery.reject(
                    archive + "!" + entry.getName(),
                    null,
                    Reason.UNSAFE_PATH,
                    "its name leads out of the archive: pack the archive again with relative names and without \"..\"");
        } else if (path.isHidden()) {
            if (!entry.isDirectory()) {
                delivery.ignore();
            }
        } else if (entry.isDirectory()) {
            entries.folder(path);
        } else {
            takeFile(entry, path, cursor);
        }
    }

    private void takeFile(TarArchiveEntry entry, EntryPath path, TarCursor cursor) throws IOException {
        String source = archive + "!" + path.plain();
        if (!isRegular(entry)) {
            delivery.reject(
                    source,
                    entries.place(path, source).orElse(null),
                    Reason.NOT_A_REGULAR_FILE,
                    "it is a link, a device or sparse, which is never followed: pack the file itself");
        } else if (!seen.add(path.plain())) {
            delivery.reject(
                    source,
                    entries.place(path, source).orElse(null),
                    Reason.DUPLICATE_NAME,
                    "an earlier entry of the archive has the same name: rename one of them");
        } else {
            entries.file(new TarMember(
                    source, path, entry.getSize(), cursor.headerAt(), cursor.isIndependent(), cursor.content()));
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        byte kind = entry.getLinkFlag();
        boolean regular =
                kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM || kind == TarConstants.LF_CONTIG;
        return regular && !entry.isSparse();
    }

    /** Reading to the end also makes gzip check its checksum; and appended archives would otherwise go unnoticed. */
    private static void requireNothingAfterEnd(TarBytes bytes) throws IOException {
        bytes.beginTrailer();
        byte[] buffer = new byte[1 << 16];
        while (bytes.read(buffer) >= 0) {
            // Watched as it goes by.
        }
        if (bytes.dataAfterEnd()) {
            throw new IOException("there is more data after the mark that ends an archive");
        }
    }
}
