package io.sparkformer.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** All input there is, listed once and cut into units; nothing is opened but the first bytes of archives. */
public final class InputListing {
    private final List<InputUnit> units = new ArrayList<>();
    private final SortedSet<String> emptyClassFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private long ignored;

    private InputListing() {}

    /**
     * Lists inputs. Each is a folder of class folders, a tar or tar.gz of such, or a pattern of the Hadoop client that
     * several of these match.
     *
     * @param hadoop names the default file system and the credentials
     * @param inputs paths or URIs
     * @param rule tells how deep the class folders lie
     * @param filesPerUnit files of a folder that one task reads, at least 1
     * @throws IOException when an input is missing or cannot be listed; the message names it
     * @throws IllegalArgumentException when an input is neither, or two have the same last name
     */
    public static InputListing list(Configuration hadoop, List<String> inputs, SplitRule rule, int filesPerUnit)
            throws IOException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("prepare.inputs is empty: name the folders or archives to read");
        }
        if (filesPerUnit < 1) {
            throw new IllegalArgumentException("files per unit = " + filesPerUnit + ": set it to at least 1");
        }
        InputListing listing = new InputListing();
        Map<String, Path> names = new HashMap<>();
        for (String input : inputs) {
            for (FileStatus status : expand(hadoop, input)) {
                requireUniqueName(names, status.getPath());
                listing.add(hadoop, status, rule, filesPerUnit);
            }
        }
        return listing;
    }

    private static List<FileStatus> expand(Configuration hadoop, String input) throws IOException {
        Path path = new Path(input);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        try {
            // As written first: a folder's real name may look like a pattern.
            return List.of(fileSystem.getFileStatus(path));
        } catch (FileNotFoundException missing) {
            FileStatus[] matches = fileSystem.globStatus(path);
            if (matches == null || matches.length == 0) {
                throw new FileNotFoundException("prepare.inputs: there is no " + fileSystem.makeQualified(path)
                        + ": correct the path, or copy the images there");
            }
            Arrays.sort(matches);
            return List.of(matches);
        }
    }

    private static void requireUniqueName(Map<String, Path> names, Path path) {
        String name = path.getName();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "prepare.inputs: " + path + " has no name of its own: name a folder below it");
        }
        Path other = names.putIfAbsent(name, path);
        if (other != null) {
            throw new IllegalArgumentException(
                    "prepare.inputs: " + other + " and " + path + " are both called \"" + name
                            + "\", and source ids begin with that name: rename one of them, or name the folder above both");
        }
    }

    private void add(Configuration hadoop, FileStatus status, SplitRule rule, int filesPerUnit) throws IOException {
        FileSystem fileSystem = status.getPath().getFileSystem(hadoop);
        String name = status.getPath().getName();
        if (status.isDirectory()) {
            FolderWalk walk = FolderWalk.of(fileSystem, status.getPath(), rule);
            List<InputFile> files = walk.files();
            for (int from = 0; from < files.size(); from += filesPerUnit) {
                int to = Math.min(files.size(), from + filesPerUnit);
                units.add(new FileChunk(name, status.getPath().toString(), files.subList(from, to)));
            }
            emptyClassFolders.addAll(walk.emptyClassFolders());
            ignored += walk.ignored();
            return;
        }
        TarOpener.requireArchive(fileSystem, status);
        InputFile file = new InputFile(name, status.getLen(), status.getModificationTime());
        units.add(new TarArchive(name, status.getPath().toString(), file));
    }

    /** The work, in the order of the inputs and then of the paths. */
    public List<InputUnit> units() {
        return Collections.unmodifiableList(units);
    }

    /** Every file of every unit. */
    public List<InputFile> files() {
        return units.stream().flatMap(unit -> unit.files().stream()).toList();
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
