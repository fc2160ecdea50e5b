package io.sparkformer.data.source;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds every file below a folder. */
final class FolderWalk {
    /** Deeper trees are not class folders but links that lead back up. */
    private static final int MAX_DEPTH = 32;

    private final FileSystem fileSystem;
    private final String root;
    private final String input;
    private final SplitRule rule;
    private final List<InputFile> files = new ArrayList<>();
    private final Set<String> classFolders = new TreeSet<>();
    private final Set<String> filledFolders = new HashSet<>();
    private long ignored;

    private FolderWalk(FileSystem fileSystem, Path root, SplitRule rule) {
        this.fileSystem = fileSystem;
        this.root = root.toUri().getPath();
        this.input = root.getName();
        this.rule = rule;
    }

    static FolderWalk of(FileSystem fileSystem, Path root, SplitRule rule) throws IOException {
        FolderWalk walk = new FolderWalk(fileSystem, root, rule);
        walk.visit(root, 0);
        walk.files.sort(Comparator.comparing(InputFile::path, SourceKeys.UTF8_ORDER));
        return walk;
    }

    /** Visible files by the byte order of their paths. */
    List<InputFile> files() {
        return files;
    }

    /** Class folders without visible files. */
    List<String> emptyClassFolders() {
        return classFolders.stream()
                .filter(folder -> !filledFolders.contains(folder))
                .map(folder -> input + "/" + folder)
                .toList();
    }

    /** Hidden files. */
    long ignored() {
        return ignored;
    }

    private void visit(Path folder, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException(
                    folder + " lies more than " + MAX_DEPTH + " folders deep: remove the link that leads back up");
        }
        Set<String> names = new HashSet<>();
        for (FileStatus status : fileSystem.listStatus(folder)) {
            Path path = status.getPath();
            names.add(path.getName());
            if (status.isDirectory()) {
                visitFolder(path, depth);
            } else {
                addFile(path, status.getLen(), status.getModificationTime());
            }
        }
        for (String lost : unlisted(folder, names)) {
            addFile(child(folder, lost), 0, 0);
        }
    }

    private void visitFolder(Path path, int depth) throws IOException {
        EntryPath relative = EntryPath.of(relative(path));
        if (!relative.isHidden()) {
            relative.classFolder(rule).ifPresent(classFolders::add);
        }
        visit(path, depth + 1);
    }

    private void addFile(Path path, long length, long modified) {
        EntryPath relative = EntryPath.of(relative(path));
        if (relative.isHidden()) {
            ignored++;
            return;
        }
        if (!relative.folders().isEmpty()) {
            relative.folder().classFolder(rule).ifPresent(filledFolders::add);
        }
        files.add(new InputFile(input + "/" + relative.plain(), length, modified));
    }

    private String relative(Path path) {
        return path.toUri().getPath().substring(root.length());
    }

    /** Hadoop's local file system leaves out links that lead nowhere; they must not be lost without a word. */
    private List<String> unlisted(Path folder, Set<String> listed) {
        if (!"file".equals(fileSystem.getUri().getScheme())) {
            return List.of();
        }
        String[] names = new File(folder.toUri().getPath()).list();
        if (names == null) {
            return List.of();
        }
        // Hadoop hides the checksum files that it writes beside files.
        return List.of(names).stream()
                .filter(name -> !listed.contains(name) && !(name.startsWith(".") && name.endsWith(".crc")))
                .toList();
    }

    private static Path child(Path folder, String name) {
        return SourcePaths.resolve(folder.toUri(), name);
    }
}
