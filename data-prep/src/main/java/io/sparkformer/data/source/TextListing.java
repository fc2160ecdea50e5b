package io.sparkformer.data.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** All files of documents there are, listed once and cut into units; none is opened. */
public final class TextListing {
    /** The format that leaves the decision to the names. */
    public static final String AUTO = "auto";

    private final List<InputUnit> units = new ArrayList<>();
    private final SortedSet<String> formats = new TreeSet<>();
    private final Optional<TextFormat> chosen;
    private final TextRules rules;
    private final UnitSize size;
    private long ignored;

    private TextListing(Optional<TextFormat> chosen, TextRules rules, UnitSize size) {
        this.chosen = chosen;
        this.rules = rules;
        this.size = size;
    }

    /**
     * Lists inputs: files, folders of them, or patterns of the Hadoop client.
     *
     * @param hadoop names the default file system and the credentials
     * @param inputs paths or URIs
     * @param format one of the words of {@link TextFormat}, or "auto": each file's own, by its name
     * @param size of a unit; larger files are cut where their format allows it
     * @throws IOException when an input is missing or cannot be listed; the message names it
     * @throws IllegalArgumentException when two inputs have the same last name
     */
    public static TextListing list(
            Configuration hadoop, List<String> inputs, String format, TextRules rules, UnitSize size)
            throws IOException {
        return list(hadoop, "prepare-text.inputs", inputs, format, rules, size);
    }

    /** The same of inputs under another key. */
    public static TextListing list(
            Configuration hadoop, String key, List<String> inputs, String format, TextRules rules, UnitSize size)
            throws IOException {
        Optional<TextFormat> chosen = TextFormat.of(format);
        if (chosen.isEmpty() && !format.equals(AUTO)) {
            throw new IllegalArgumentException("prepare-text.format = " + format + " is not known: use auto, lines,"
                    + " blank-lines, files, jsonl, parquet, mediawiki or warc");
        }
        TextListing listing = new TextListing(chosen, rules, size);
        Map<String, Path> names = new HashMap<>();
        for (String input : inputs) {
            for (FileStatus status : InputListing.expand(hadoop, input, key)) {
                InputListing.requireUniqueName(names, status.getPath(), key);
                listing.add(hadoop, status);
            }
        }
        return listing;
    }

    private void add(Configuration hadoop, FileStatus status) throws IOException {
        Path path = status.getPath();
        if (!status.isDirectory()) {
            InputFile file = new InputFile(path.getName(), status.getLen(), status.getModificationTime());
            addUnits(path.getName(), List.of(text(path.getName(), path, file)));
            return;
        }
        FolderWalk walk = FolderWalk.of(path.getFileSystem(hadoop), path, rules.splits());
        ignored += walk.ignored();
        List<TextFile> texts = new ArrayList<>();
        for (InputFile file : walk.files()) {
            String below = file.path().substring(path.getName().length() + 1);
            texts.add(text(path.getName(), SourcePaths.resolve(path.toUri(), below), file));
        }
        addUnits(path.getName(), texts);
    }

    private TextFile text(String input, Path path, InputFile file) {
        EntryPath below =
                EntryPath.of(file.path().equals(input) ? input : file.path().substring(input.length() + 1));
        List<String> folders = below.folders();
        boolean hasClass =
                !folders.isEmpty() && folders.size() >= rules.splits().folders();
        TextFormat format = chosen.orElseGet(() -> TextFormat.ofName(below.name()));
        formats.add(format.word());
        return new TextFile(
                path.toString(),
                file,
                format,
                SplitNames.of(input, below),
                hasClass ? folders.get(folders.size() - 1) : "",
                FilePart.WHOLE);
    }

    /** Large files in ranges, small ones several together. */
    private void addUnits(String input, List<TextFile> texts) {
        List<TextFile> together = new ArrayList<>();
        long bytes = 0;
        for (TextFile text : texts) {
            if (text.file().length() > size.bytes() && isDivisible(text)) {
                for (long from = 0; from < text.file().length(); from += size.bytes()) {
                    boolean last = from + size.bytes() >= text.file().length();
                    FilePart part = FilePart.range(from, last ? Long.MAX_VALUE : from + size.bytes());
                    units.add(new TextFiles(input, List.of(text.withPart(part))));
                }
                continue;
            }
            if (!together.isEmpty()
                    && (together.size() == size.files() || bytes + text.file().length() > size.bytes())) {
                units.add(new TextFiles(input, together));
                together = new ArrayList<>();
                bytes = 0;
            }
            together.add(text);
            bytes += text.file().length();
        }
        if (!together.isEmpty()) {
            units.add(new TextFiles(input, together));
        }
    }

    /** A compressed file is known by its name here; one that has another is read by the task with its beginning. */
    private static boolean isDivisible(TextFile text) {
        String name = text.file().path().toLowerCase(Locale.ROOT);
        return text.format() == TextFormat.PARQUET
                || (text.format().isDivisible() && Decompression.isDivisibleName(name));
    }

    /** The work, in the order of the inputs and then of the paths. */
    public List<InputUnit> units() {
        return List.copyOf(units);
    }

    /** The words of the formats. */
    public SortedSet<String> formats() {
        return new TreeSet<>(formats);
    }

    /** Every file, once. */
    public List<InputFile> files() {
        return units.stream().flatMap(unit -> unit.files().stream()).distinct().toList();
    }

    /** Hidden and system files in folders. */
    public long ignored() {
        return ignored;
    }
}
