package io.sparkformer.data.source;

import io.sparkformer.data.storage.DiskErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the format of an input: the one that is chosen, else by names, and among archives by their first entries.
 *
 * @param chosen empty where the inputs decide
 */
record FormatDetection(Optional<InputFormat> chosen) {
    /** The choice that leaves the decision to the inputs. */
    static final String AUTO = "auto";

    private static final String PARQUET_MAGIC = "PAR1";
    /** What lies beside archives and tables without belonging to them. */
    private static final Set<String> NOTES = Set.of(
            "json", "jsonl", "txt", "md", "rst", "html", "xml", "yaml", "yml", "idx", "index", "sha1", "sha256", "md5");

    /**
     * The format of a word.
     *
     * @throws IllegalArgumentException naming the words there are
     */
    static FormatDetection of(String word) {
        if (word.equals(AUTO)) {
            return new FormatDetection(Optional.empty());
        }
        for (InputFormat format : InputFormat.all()) {
            if (format.word().equals(word)) {
                return new FormatDetection(Optional.of(format));
            }
        }
        throw new IllegalArgumentException("prepare.format = " + word + " is not known: use auto, "
                + String.join(
                        ", ", InputFormat.all().stream().map(InputFormat::word).toList()));
    }

    /** The format of an input that is a file. */
    InputFormat ofFile(FileSystem fileSystem, FileStatus status) throws IOException {
        return chosen.isPresent() ? chosen.get() : find(fileSystem, status);
    }

    private static InputFormat find(FileSystem fileSystem, FileStatus status) throws IOException {
        List<InputFormat> named = named(status.getPath().getName());
        byte[] head = head(fileSystem, status.getPath());
        if (named.stream().anyMatch(FormatDetection::isTar) || (named.isEmpty() && TarOpener.isTarContent(head))) {
            return TarPeek.formatOf(fileSystem, status);
        }
        return named.stream()
                .findFirst()
                .or(() -> byContent(head))
                .orElseThrow(() -> new IllegalArgumentException("prepare.inputs: " + status.getPath()
                        + " is neither a folder nor an archive (tar, tar.gz), a table (csv, tsv, parquet) or a file of"
                        + " records (tfrecord): name a folder of class folders, pack it with tar, or set"
                        + " prepare.format"));
    }

    private static Optional<InputFormat> byContent(byte[] head) {
        if (new String(head, StandardCharsets.ISO_8859_1).startsWith(PARQUET_MAGIC)) {
            return Optional.of(new ParquetTables());
        }
        return TfRecordFile.isHeader(head) ? Optional.of(new TfRecords()) : Optional.empty();
    }

    private static byte[] head(FileSystem fileSystem, Path path) throws IOException {
        try (InputStream in = DiskErrors.guard(fileSystem.open(path))) {
            return in.readNBytes(TarOpener.HEAD_BYTES);
        }
    }

    /** The files in a folder, sorted out. */
    private record Found(List<String> kinds, List<InputFile> containers, List<InputFile> others, boolean images) {
        static Found of(List<InputFile> files) {
            List<String> kinds = new ArrayList<>();
            List<InputFile> containers = new ArrayList<>();
            List<InputFile> others = new ArrayList<>();
            boolean images = false;
            for (InputFile file : files) {
                String name = EntryPath.of(file.path()).name();
                List<InputFormat> named = named(name);
                images |= SampleFileName.isImage(name);
                if (!named.isEmpty()) {
                    containers.add(file);
                    String kind = isTar(named.get(0)) ? "tar" : named.get(0).word();
                    if (!kinds.contains(kind)) {
                        kinds.add(kind);
                    }
                } else if (!isNote(name)) {
                    others.add(file);
                }
            }
            return new Found(kinds, containers, others, images);
        }
    }

    /**
     * The format of the files in an input that is a folder; empty if they are images in class folders. Where images lie
     * beside archives or tables, the images count.
     *
     * @param files by the byte order of their paths
     * @param locate where a file lies
     * @throws IllegalArgumentException when the files do not tell
     */
    Optional<InputFormat> ofFolder(FileSystem fileSystem, Path folder, List<InputFile> files, Locator locate)
            throws IOException {
        if (chosen.isPresent()) {
            return chosen.filter(format -> !(format instanceof ClassFolders));
        }
        Found found = Found.of(files);
        if (found.images() || found.containers().isEmpty()) {
            return Optional.empty();
        }
        if (found.kinds().size() > 1 || !found.others().isEmpty()) {
            String more = found.others().isEmpty()
                    ? ""
                    : ", and others such as " + found.others().get(0).path();
            throw new IllegalArgumentException("prepare.inputs: the folder " + folder + " holds files of the formats "
                    + String.join(", ", found.kinds()) + more
                    + ": name the right files themselves, or set prepare.format");
        }
        Path first = locate.of(found.containers().get(0));
        return Optional.of(find(fileSystem, fileSystem.getFileStatus(first)));
    }

    /** Where a listed file lies. */
    @FunctionalInterface
    interface Locator {
        Path of(InputFile file);
    }

    /** By its extension, or as a name all in capitals: README, LICENSE. */
    private static boolean isNote(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? name.matches("[A-Z_]+")
                : NOTES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isTar(InputFormat format) {
        return format.holds("x.tar");
    }

    private static List<InputFormat> named(String fileName) {
        return InputFormat.all().stream()
                .filter(format -> format.holds(fileName))
                .toList();
    }
}
