package io.sparkformer.data.source;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table with a header (RFC 4180; UTF-8; commas, or tabs in a file named .tsv) of the paths of images and their labels.
 * Paths begin in the table's folder and do not leave it.
 *
 * @param hadoop names the file system and the credentials
 * @param file the table
 * @param rules name its columns
 */
record CsvTable(Configuration hadoop, ContainerFile file, ReadingRules rules) {
    /** Longer ones mean that a quotation mark is missing. */
    private static final int MAX_FIELD_CHARACTERS = 1 << 16;

    private static final int BUFFER_BYTES = 1 << 16;

    static CsvTable of(Configuration hadoop, ContainerFile file, ReadingRules rules) {
        return new CsvTable(hadoop, file, rules);
    }

    /** Where the columns are that count; split is -1 if there is none. */
    private record Columns(int image, int label, int split, int count) {}

    /**
     * Refuses a table without the columns that are needed.
     *
     * @throws IllegalArgumentException naming the columns that are there
     */
    void requireColumns() throws IOException {
        try (SeekableSource in = open()) {
            columns(begin(in).parseNext());
        } catch (TextParsingException malformed) {
            throw failureOrRefusal(malformed);
        }
    }

    /** All rows, in units of so many. */
    List<InputUnit> divide(int rowsPerUnit) throws IOException {
        List<ListedFiles.Row> rows = rows();
        Path folder = new Path(file.location()).getParent();
        List<InputUnit> units = new ArrayList<>();
        for (int from = 0; from == 0 || from < rows.size(); ) {
            int to = (int) Math.min(rows.size(), (long) from + rowsPerUnit);
            units.add(new ListedFiles(
                    file.input(), folder.toString(), file.file(), file.namedSplit(), rows.subList(from, to)));
            from = Math.max(to, 1);
        }
        return units;
    }

    /** The images that the rows name, as far as they are there. */
    List<InputFile> images() throws IOException {
        URI root = new Path(file.location()).getParent().toUri();
        List<String> paths = rows().stream()
                .filter(row -> row.rejection() == null)
                .map(ListedFiles.Row::path)
                .toList();
        return ListedImages.of(
                SourcePaths.fileSystem(root, hadoop), root, file.file().path(), paths);
    }

    private List<ListedFiles.Row> rows() throws IOException {
        List<ListedFiles.Row> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try (SeekableSource in = open()) {
            CsvParser parser = begin(in);
            Columns columns = columns(parser.parseNext());
            for (String[] fields = parser.parseNext(); fields != null; fields = parser.parseNext()) {
                rows.add(row(rows.size() + 1, fields, columns, seen));
            }
        } catch (TextParsingException malformed) {
            requireContentFault(malformed);
            rows.add(unusable(
                    "rows from " + (rows.size() + 1),
                    Reason.ARCHIVE_CORRUPT,
                    "the table cannot be read from row " + (rows.size() + 1) + " on ("
                            + String.valueOf(malformed.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                            + "): look for a missing quotation mark, and correct it"));
        }
        return rows;
    }

    private SeekableSource open() throws IOException {
        return SeekableSource.open(hadoop, file, BUFFER_BYTES);
    }

    private CsvParser begin(SeekableSource in) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setReadInputOnSeparateThread(false);
        settings.setMaxCharsPerColumn(MAX_FIELD_CHARACTERS);
        settings.setNullValue("");
        settings.setEmptyValue("");
        boolean tabs = file.file().path().toLowerCase(Locale.ROOT).endsWith(".tsv");
        settings.getFormat().setDelimiter(tabs ? '\t' : ',');
        // A path may begin with it.
        settings.getFormat().setComment('\0');
        CsvParser parser = new CsvParser(settings);
        parser.beginParsing(in, StandardCharsets.UTF_8);
        return parser;
    }

    private Columns columns(String @Nullable [] header) {
        List<String> names = header == null ? List.of() : List.of(header);
        FieldNames fields = rules.fields();
        return new Columns(
                require(names, "image", fields.imageOr("path", "image", "file", "file_name", "filename")),
                require(names, "label", fields.labelOr("label", "labels", "class")),
                fields.split().isBlank() ? names.indexOf("split") : require(names, "split", List.of(fields.split())),
                names.size());
    }

    private int require(List<String> header, String field, List<String> wanted) {
        return wanted.stream()
                .filter(header::contains)
                .findFirst()
                .map(header::indexOf)
                .orElseThrow(() -> new IllegalArgumentException("prepare.inputs: the first row of " + file.location()
                        + " has no column " + String.join(" or ", wanted) + ", but " + header
                        + ": name the right one in prepare.fields." + field));
    }

    private ListedFiles.Row row(int number, String[] fields, Columns columns, Set<String> seen) {
        String name = "row " + number;
        if (fields.length != columns.count()) {
            return unusable(
                    name,
                    Reason.RECORD_CORRUPT,
                    "it has " + fields.length + " fields, the first row has " + columns.count() + ": correct it");
        }
        String path = fields[columns.image()].strip();
        if (path.isEmpty()) {
            return unusable(name, Reason.INCOMPLETE_SAMPLE, "it names no image: give a path, or take the row out");
        }
        if (EntryPath.isUnsafe(path) || path.contains("://")) {
            return unusable(
                    name,
                    Reason.UNSAFE_PATH,
                    "its path " + path + " leads out of the table's folder: put the table above the images, and give"
                            + " paths that begin there");
        }
        String plain = EntryPath.of(path).plain();
        Rejection rejection = seen.add(plain)
                ? null
                : new Rejection(
                        Reason.DUPLICATE_NAME,
                        "an earlier row names the same image: give several labels in one row, separated by \""
                                + LabelRule.SEPARATOR + "\"");
        List<String> labels = rules.labels().split(fields[columns.label()]);
        String split = columns.split() < 0 ? "" : fields[columns.split()].strip();
        return new ListedFiles.Row(plain, plain, labels, split, rejection);
    }

    private static ListedFiles.Row unusable(String name, Reason reason, String message) {
        return new ListedFiles.Row(name, "", List.of(), "", new Rejection(reason, message));
    }

    private IllegalArgumentException failureOrRefusal(TextParsingException malformed) throws SourceFailure {
        requireContentFault(malformed);
        return new IllegalArgumentException(
                "prepare.inputs: the first row of " + file.location() + " cannot be read: correct it", malformed);
    }

    /** The parser wraps what the file system throws. */
    private static void requireContentFault(TextParsingException malformed) throws SourceFailure {
        Optional<SourceFailure> failure = Optional.empty();
        for (Throwable cause = malformed; cause != null && failure.isEmpty(); cause = cause.getCause()) {
            failure = cause instanceof SourceFailure source ? Optional.of(source) : Optional.empty();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
