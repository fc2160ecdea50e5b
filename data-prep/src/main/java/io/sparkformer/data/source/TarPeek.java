package io.sparkformer.data.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/** Tells by the first few entries how an archive is laid out. */
final class TarPeek {
    private static final int ENTRIES = 24;
    private static final Set<String> LABELS = Set.of("cls", "json");

    private TarPeek() {}

    /** The format; that of class folders where nothing speaks for another, or the archive is damaged from its beginning. */
    static InputFormat formatOf(FileSystem fileSystem, FileStatus status) throws IOException {
        if (SynsetEntries.isSynsetFile(status.getPath().getName())) {
            return new SynsetArchives();
        }
        SeekableSource raw =
                new SeekableSource(fileSystem, status.getPath(), status.getLen(), TarOpener.HEADER_BUFFER_BYTES);
        try (TarBytes bytes = TarOpener.open(raw, 0)) {
            return formatOf(new TarCursor(bytes));
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException notCompressedAsItsFirstBytesSay) {
            // Reading it as a whole says what is wrong.
            return new ClassFolders();
        }
    }

    /** What comes before a damage tells the format too. */
    private static @Nullable TarArchiveEntry nextOrNone(TarCursor cursor) throws SourceFailure {
        try {
            return cursor.next();
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damaged) {
            // Reading it as a whole says what is wrong.
            return null;
        }
    }

    private static InputFormat formatOf(TarCursor cursor) throws SourceFailure {
        Map<String, Set<String>> extensions = new HashMap<>();
        for (int i = 0; i < ENTRIES; i++) {
            TarArchiveEntry entry = nextOrNone(cursor);
            if (entry == null) {
                break;
            }
            EntryPath path = EntryPath.of(entry.getName());
            if (entry.isDirectory() || path.isHidden()) {
                continue;
            }
            SampleFileName name = SampleFileName.of(path);
            boolean official = ValidationLabels.numberOf(path.name()).isPresent();
            if (path.folders().isEmpty() && (official || path.name().endsWith(".tar"))) {
                return new SynsetArchives();
            }
            extensions
                    .computeIfAbsent(name.key(), key -> new HashSet<>())
                    .add(LABELS.contains(name.extension()) ? "label" : name.isImage() ? "image" : "");
        }
        boolean samples = extensions.values().stream().anyMatch(kinds -> kinds.containsAll(Set.of("label", "image")));
        return samples ? new WebDataset() : new ClassFolders();
    }
}
