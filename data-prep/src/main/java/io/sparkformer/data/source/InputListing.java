package io.sparkformer.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * All input there is, listed once and cut into units; nothing is opened but tables of paths, and the beginning
 * of archives and other tables.
 */
public final class InputListing {
    private final List<InputUnit> units = new ArrayList<>();
    private final SortedSet<String> emptyClassFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private final Set<InputFormat> formats = new LinkedHashSet<>();
    private final Configuration hadoop;
    private final FormatDetection detection;
    private final ReadingRules rules;
    private final int filesPerUnit;
    private long ignored;

    private InputListing(Configuration hadoop, FormatDetection detection, ReadingRules rules, int filesPerUnit) {
        this.hadoop = hadoop;
        this.detection = detection;
        this.rules = rules;
        this.filesPerUnit = filesPerUnit;
    }

    /**
     * Lists inputs. Each is a folder of class folders, a file that holds many samples, a folder of such files, or a
     * pattern of the Hadoop client that several of these match.
     *
     * @param hadoop names the default file system and the credentials
     * @param inputs paths or URIs
     * @param format one of the words of {@link InputFormat}, or "auto": each input's own
     * @param rules tell how deep the class folders lie, and what columns there must be
     * @param filesPerUnit files of a folder that one task reads, at least 1
     * @throws IOException when an input is missing or cannot be listed; the message names it
     * @throws IllegalArgumentException when an input has no format that is known, or two have the same last name
     */
    public static InputListing list(
            Configuration hadoop, List<String> inputs, String format, ReadingRules rules, int filesPerUnit)
            throws IOException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("prepare.inputs is empty: name the folders or archives to read");
        }
        if (filesPerUnit < 1) {
            throw new IllegalArgumentException("files per unit = " + filesPerUnit + ": set it to at least 1");
        }
        InputListing listing = new InputListing(hadoop, FormatDetection.of(format), rules, filesPerUnit);
        Map<String, Path> names = new HashMap<>();
        for (String input : inputs) {
            for (FileStatus status : expand(hadoop, input, "prepare.inputs")) {
                requireUniqueName(names, status.getPath(), "prepare.inputs");
                listing.add(status);
            }
        }
        return listing;
    }

    /** What an input names: itself, or what matches it. */
    static List<FileStatus> expand(Configuration hadoop, String input, String key) throws IOException {
        Path path = new Path(input);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        try {
            // As written first: a folder's real name may look like a pattern.
            return List.of(fileSystem.getFileStatus(path));
        } catch (FileNotFoundException missing) {
            FileStatus[] matches = fileSystem.globStatus(path);
            if (matches == null || matches.length == 0) {
                throw new FileNotFoundException(key + ": there is no " + fileSystem.makeQualified(path)
                        + ": correct the path, or copy the inputs there");
            }
            Arrays.sort(matches);
            return List.of(matches);
        }
    }

    /** Source ids begin with the last name of their input. */
    static void requireUniqueName(Map<String, Path> names, Path path, String key) {
        String name = path.getName();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(key + ": " + path + " has no name of its own: name a folder below it");
        }
        Path other = names.putIfAbsent(name, path);
        if (other != null) {
            throw new IllegalArgumentException(key + ": " + other + " and " + path + " are both called \"" + name
                    + "\", and source ids begin with that name: rename one of them, or name the folder above both");
        }
    }

    private void add(FileStatus status) throws IOException {
        if (status.isDirectory()) {
            addFolder(status.getPath());
            return;
        }
        String name = status.getPath().getName();
        InputFile file = new InputFile(name, status.getLen(), status.getModificationTime());
        InputFormat format = detection.ofFile(contents(status.getPath()), status);
        format.check(hadoop, addContainer(name, status.getPath(), file, format), rules);
    }

    /** Where inputs are read, which is not always where they are listed. */
    private FileSystem contents(Path path) throws IOException {
        return SourcePaths.fileSystem(path.toUri(), hadoop);
    }

    private void addFolder(Path folder) throws IOException {
        FolderWalk walk = FolderWalk.of(folder.getFileSystem(hadoop), folder, rules.splits());
        ignored += walk.ignored();
        Optional<InputFormat> format =
                detection.ofFolder(contents(folder), folder, walk.files(), file -> locate(folder, file));
        if (format.isPresent()) {
            addContainers(folder, walk.files(), format.get());
            return;
        }
        formats.add(new ClassFolders());
        List<InputFile> files = walk.files();
        for (int from = 0; from < files.size(); from += filesPerUnit) {
            int to = Math.min(files.size(), from + filesPerUnit);
            units.add(new FileChunk(folder.getName(), folder.toString(), files.subList(from, to)));
        }
        emptyClassFolders.addAll(walk.emptyClassFolders());
    }

    /** Files that belong to the format; others beside them, such as notes and indexes, are ignored and counted. */
    private void addContainers(Path folder, List<InputFile> files, InputFormat format) throws IOException {
        List<InputFile> containers = files.stream()
                .filter(file -> format.holds(EntryPath.of(file.path()).name()))
                .toList();
        if (containers.isEmpty()) {
            throw new IllegalArgumentException("prepare.format = " + format.word() + ": the folder " + folder
                    + " holds no file of that format: correct prepare.format or prepare.inputs");
        }
        Set<InputFile> read = new HashSet<>(containers);
        for (InputFile file : containers) {
            ContainerFile container = addContainer(folder.getName(), locate(folder, file), file, format);
            read.addAll(container.companions());
            // The others are taken to be of its kind: opening thousands of them would take its time.
            if (file.equals(containers.get(0)) || !container.companions().isEmpty()) {
                format.check(hadoop, container, rules);
            }
        }
        if (!format.listsFiles()) {
            ignored += files.stream().filter(file -> !read.contains(file)).count();
        }
    }

    private ContainerFile addContainer(String input, Path path, InputFile file, InputFormat format) throws IOException {
        EntryPath below =
                EntryPath.of(file.path().equals(input) ? input : file.path().substring(input.length() + 1));
        String split = SplitNames.of(input, below);
        if (rules.splits().splitOf(file.path(), split).isEmpty() && !format.namesSplits(rules.fields())) {
            throw new IllegalArgumentException("prepare.splits = folders: neither the name of " + path
                    + " nor a folder above it tells the split: call it train-... or the like, put it into a folder named"
                    + " after its split, or choose another prepare.splits");
        }
        ContainerFile alone = ContainerFile.whole(input, path.toString(), file, format, split);
        ContainerFile container = alone.withCompanions(format.companions(hadoop, alone, rules));
        formats.add(format);
        units.add(container);
        return container;
    }

    private static Path locate(Path folder, InputFile file) {
        return SourcePaths.resolve(
                folder.toUri(), file.path().substring(folder.getName().length() + 1));
    }

    /** The work, in the order of the inputs and then of the paths. */
    public List<InputUnit> units() {
        return Collections.unmodifiableList(units);
    }

    /** The formats of the inputs, each once. */
    public Set<InputFormat> formats() {
        return Collections.unmodifiableSet(formats);
    }

    /** Every file of every unit, once: two archives may have their labels from one file. */
    public List<InputFile> files() {
        return units.stream().flatMap(unit -> unit.files().stream()).distinct().toList();
    }

    /** Class folders without a single file, as {@code <input>/<path>}; those of archives show when these are read. */
    public SortedSet<String> emptyClassFolders() {
        return Collections.unmodifiableSortedSet(emptyClassFolders);
    }

    /** Hidden and system files in folders; those of archives show when these are read. */
    public long ignored() {
        return ignored;
    }
}
