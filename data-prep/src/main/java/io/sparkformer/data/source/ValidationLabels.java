package io.sparkformer.data.source;

import io.sparkformer.data.storage.DiskErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The classes of ILSVRC's validation images. These lie side by side in {@code ILSVRC2012_img_val.tar} and are numbered;
 * line n of a file beside the archive, the ground truth, has the class of {@code ILSVRC2012_val_<n>.JPEG}. The
 * development kit's has numbers from 1 to 1000, in an order of its own that is not that of the synsets: a second file
 * translates them.
 *
 * @param classes by the image's number less one; none where there is no ground truth
 */
record ValidationLabels(List<String> classes) {
    private static final Pattern IMAGE = Pattern.compile("ILSVRC\\d{4}_val_(\\d{8})\\.JPEG");
    /** As it is distributed; then labels are missing if there is no ground truth. */
    private static final Pattern OFFICIAL_ARCHIVE = Pattern.compile("ILSVRC\\d{4}_img_val\\..*");

    private static final Pattern ARCHIVE = Pattern.compile("(?i)(?:.*[^a-z])?val(?:id|idation)?(?:[^a-z].*)?");
    private static final Pattern TRUTH = Pattern.compile("(?:.*_)?validation_(?:ground_truth|synset_labels)\\.txt");
    private static final Pattern MAPPING = Pattern.compile("map_clsloc\\.txt|(?:.*_)?meta\\.txt");
    /** A number and a synset, in either order. */
    private static final Pattern PAIR =
            Pattern.compile("(?:(\\d{1,9})\\s+(n\\d{8})|(n\\d{8})\\s+(\\d{1,9}))(?:\\s.*)?");

    private static final Pattern SYNSET = Pattern.compile("n\\d{8}");
    /** The real ones have some hundred kilobytes. */
    private static final int MAX_BYTES = 64 << 20;

    /** Copies the list. */
    ValidationLabels {
        classes = List.copyOf(classes);
    }

    /** The number of a validation image, from 1, that its name tells. */
    static OptionalInt numberOf(String fileName) {
        Matcher matcher = IMAGE.matcher(fileName);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The class of an image by its number. */
    Optional<String> classOf(int number) {
        return number >= 1 && number <= classes.size() ? Optional.of(classes.get(number - 1)) : Optional.empty();
    }

    /**
     * The ground truth and the translation beside an archive, in the order of their names; none beside others than
     * validation archives.
     *
     * @throws IllegalArgumentException when there is no ground truth beside the official archive
     */
    static List<InputFile> beside(Configuration hadoop, ContainerFile container) throws IOException {
        Path archive = new Path(container.location());
        InputFile file = container.file();
        if (!ARCHIVE.matcher(archive.getName()).matches()) {
            return List.of();
        }
        String folder = file.path()
                .substring(0, file.path().length() - archive.getName().length());
        List<InputFile> files = Arrays.stream(
                        SourcePaths.fileSystem(archive.toUri(), hadoop).listStatus(archive.getParent()))
                .filter(FileStatus::isFile)
                .map(status -> labelFile(folder, status))
                .filter(candidate -> is(TRUTH, candidate) || is(MAPPING, candidate))
                .sorted(Comparator.comparing(InputFile::path, SourceKeys.UTF8_ORDER))
                .toList();
        if (files.stream().noneMatch(candidate -> is(TRUTH, candidate))
                && OFFICIAL_ARCHIVE.matcher(archive.getName()).matches()) {
            throw new IllegalArgumentException("prepare.inputs: " + archive
                    + " has no labels: put ILSVRC2012_validation_ground_truth.txt of the development kit beside it, and"
                    + " a meta.txt or map_clsloc.txt that translates its numbers to synsets");
        }
        return files;
    }

    private static boolean is(Pattern kind, InputFile file) {
        return kind.matcher(EntryPath.of(file.path()).name()).matches();
    }

    private static InputFile labelFile(String folder, FileStatus status) {
        return new InputFile(folder + status.getPath().getName(), status.getLen(), status.getModificationTime());
    }

    /**
     * Reads what lies beside an archive.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    static ValidationLabels read(Configuration hadoop, ContainerFile archive) throws IOException {
        Optional<InputFile> truth = only(archive, TRUTH);
        if (truth.isEmpty()) {
            return new ValidationLabels(List.of());
        }
        List<String> lines = lines(hadoop, archive, truth.get());
        if (lines.stream().allMatch(line -> SYNSET.matcher(line).matches())) {
            return new ValidationLabels(lines);
        }
        return new ValidationLabels(translated(lines, truth.get(), synsets(hadoop, archive)));
    }

    private static List<String> translated(List<String> lines, InputFile truth, Map<String, String> synsets) {
        List<String> classes = new ArrayList<>();
        for (String line : lines) {
            String synset = synsets.get(line);
            if (synset == null) {
                throw new IllegalArgumentException("line " + (classes.size() + 1) + " of " + truth.path() + " is \""
                        + line + "\", which is neither a synset nor a number in the file that translates numbers to"
                        + " synsets: use both files of one development kit");
            }
            classes.add(synset);
        }
        return classes;
    }

    /** Synsets by their numbers in the development kit, from lines with one of each, in either order, and more words. */
    private static Map<String, String> synsets(Configuration hadoop, ContainerFile archive) throws IOException {
        InputFile mapping = only(archive, MAPPING)
                .orElseThrow(() -> new IllegalArgumentException("prepare.inputs: the labels beside "
                        + archive.location()
                        + " are numbers of the development kit: put a meta.txt with lines such as \"1 n02119789\", made"
                        + " from its meta.mat, or its map_clsloc.txt beside it"));
        Map<String, String> synsets = new HashMap<>();
        for (String line : lines(hadoop, archive, mapping)) {
            Matcher pair = PAIR.matcher(line);
            boolean numberFirst = pair.matches() && pair.group(1) != null;
            String number = pair.matches() ? pair.group(numberFirst ? 1 : 4) : "";
            String synset = pair.matches() ? pair.group(numberFirst ? 2 : 3) : "";
            if (!pair.matches() || synsets.containsValue(synset) || synsets.put(number, synset) != null) {
                throw new IllegalArgumentException("the line \"" + line + "\" of " + mapping.path()
                        + " is no new number with a new synset, such as \"1 n02119789\": correct it");
            }
        }
        return synsets;
    }

    private static Optional<InputFile> only(ContainerFile archive, Pattern kind) {
        List<InputFile> files =
                archive.companions().stream().filter(file -> is(kind, file)).toList();
        if (files.size() > 1) {
            throw new IllegalArgumentException("prepare.inputs: beside " + archive.location() + " lie "
                    + files.get(0).path() + " and " + files.get(1).path()
                    + ", of which one only can be right: take the other away");
        }
        return files.stream().findFirst();
    }

    private static List<String> lines(Configuration hadoop, ContainerFile archive, InputFile file) throws IOException {
        Path path = new Path(
                new Path(archive.location()).getParent(),
                EntryPath.of(file.path()).name());
        if (file.length() > MAX_BYTES) {
            throw new IllegalArgumentException(path + " has " + file.length() + " bytes, at most " + MAX_BYTES
                    + " are read: is it a list of labels?");
        }
        FileSystem fileSystem = SourcePaths.fileSystem(path.toUri(), hadoop);
        SourcePaths.requireLength(fileSystem, path, file.length());
        try (InputStream in = DiskErrors.guard(fileSystem.open(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
