package io.sparkformer.data.source;

import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads one archive from front to back. If it turns out to be damaged, what was read before stays valid, and one
 * rejection names the archive and the last entry that was begun.
 */
final class TarReader {
    private static final byte[] NOT_READ = {};

    private final TarArchive archive;
    private final SplitRule rule;
    private final Delivery delivery;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> classFolders = new HashSet<>();
    private final Set<String> filledFolders = new HashSet<>();
    private String lastEntry = "";

    TarReader(TarArchive archive, SplitRule rule, Delivery delivery) {
        this.archive = archive;
        this.rule = rule;
        this.delivery = delivery;
    }

    /** Delivers every entry, each image with its bytes. */
    void read(Configuration hadoop, ImageLimits limits) throws IOException {
        walk(hadoop, limits);
        classFolders.stream()
                .filter(folder -> !filledFolders.contains(folder))
                .forEach(folder -> delivery.emptyClassFolder(archive.input() + "!" + folder));
    }

    /** Delivers every entry, each image without its bytes. */
    void readNames(Configuration hadoop) throws IOException {
        walk(hadoop, null);
    }

    private void walk(Configuration hadoop, @Nullable ImageLimits limits) throws IOException {
        Path path = new Path(archive.location());
        FileSystem fileSystem = SourcePaths.fileSystem(path.toUri(), hadoop);
        requireUnchanged(fileSystem, path);
        try (InputStream opened = TarOpener.open(fileSystem, path)) {
            TarBytes bytes = new TarBytes(opened);
            readEntries(bytes, limits);
            requireNothingAfterEnd(bytes);
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damage) {
            String after = lastEntry.isEmpty() ? "before its first entry" : "at or after its entry " + lastEntry;
            delivery.reject(
                    archive.input(),
                    null,
                    Reason.ARCHIVE_CORRUPT,
                    "the archive is damaged " + after + " (" + damage.getMessage()
                            + "): what lies behind is lost; restore it from a copy and run the job again");
        }
    }

    private void requireUnchanged(FileSystem fileSystem, Path path) throws IOException {
        if (fileSystem.getFileStatus(path).getLen() != archive.file().length()) {
            throw new SourceFailure(
                    path.toString(),
                    new IOException(
                            "it had " + archive.file().length() + " bytes when it was listed and now has another"
                                    + " length: run the job again when nothing writes to the inputs"));
        }
    }

    private void readEntries(TarBytes bytes, @Nullable ImageLimits limits) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8");
        TarArchiveEntry entry = next(tar, bytes);
        while (entry != null) {
            lastEntry = entry.getName();
            take(tar, entry, bytes.absoluteNameSeen(), limits);
            skipContent(tar);
            entry = next(tar, bytes);
        }
        if (!bytes.endSeen()) {
            throw new IOException("it ends without the mark that ends an archive");
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, TarBytes bytes) throws IOException {
        bytes.beginHeader();
        try {
            return tar.getNextEntry();
        } catch (RuntimeException malformed) {
            // Hostile headers reach places of the parser where it expects sound numbers.
            throw new IOException("malformed header: " + malformed, malformed);
        } finally {
            bytes.endHeader();
        }
    }

    /** Before the next header, so that content does not count as a header's length. */
    private static void skipContent(TarArchiveInputStream tar) throws IOException {
        while (tar.skip(Integer.MAX_VALUE) > 0) {
            // Each call skips what it can.
        }
    }

    private void take(
            TarArchiveInputStream tar, TarArchiveEntry entry, boolean absoluteName, @Nullable ImageLimits limits)
            throws IOException {
        String source = archive.input() + "!" + entry.getName();
        EntryPath path = EntryPath.of(entry.getName());
        if (absoluteName || EntryPath.isUnsafe(entry.getName())) {
            delivery.reject(
                    source,
                    null,
                    Reason.UNSAFE_PATH,
                    "its name leads out of the archive: pack the archive again with relative names and without \"..\"");
        } else if (path.isHidden()) {
            if (!entry.isDirectory()) {
                delivery.ignore();
            }
        } else if (entry.isDirectory()) {
            path.classFolder(rule).ifPresent(classFolders::add);
        } else {
            takeFile(tar, entry, path, limits);
        }
    }

    private void takeFile(
            TarArchiveInputStream tar, TarArchiveEntry entry, EntryPath path, @Nullable ImageLimits limits)
            throws IOException {
        String source = archive.input() + "!" + path.plain();
        Optional<Placement> placement = path.place(source, rule);
        if (!isRegular(entry)) {
            delivery.reject(
                    source,
                    placement.orElse(null),
                    Reason.NOT_A_REGULAR_FILE,
                    "it is a link, a device or sparse, which is never followed: pack the file itself");
        } else if (!seen.add(path.plain())) {
            delivery.reject(
                    source,
                    placement.orElse(null),
                    Reason.DUPLICATE_NAME,
                    "an earlier entry of the archive has the same name: rename one of them");
        } else if (placement.isEmpty()) {
            delivery.rejectOutsideClassFolder(source, rule);
        } else {
            path.folder().classFolder(rule).ifPresent(filledFolders::add);
            takeImage(tar, entry, source, placement.get(), limits);
        }
    }

    private void takeImage(
            TarArchiveInputStream tar,
            TarArchiveEntry entry,
            String source,
            Placement placement,
            @Nullable ImageLimits limits)
            throws IOException {
        if (limits == null) {
            delivery.image(source, placement, NOT_READ);
        } else if (entry.getSize() > limits.maxBytes()) {
            delivery.rejectTooLarge(source, placement, entry.getSize(), limits.maxBytes());
        } else {
            byte[] content = tar.readNBytes((int) entry.getSize());
            if (content.length != entry.getSize()) {
                throw new IOException("it ends within that entry");
            }
            delivery.image(source, placement, content);
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
