package io.sparkformer.jobs.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** The directory a job writes to, on any Hadoop file system. */
public final class OutputDirectory {
    private static final Set<String> OBJECT_STORES = Set.of("s3a", "s3", "gs", "oss", "obs", "cosn");

    private final FileSystem fileSystem;
    private final Path path;

    /** Names a directory; it is created when something is written to it. */
    public OutputDirectory(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = fileSystem.makeQualified(path);
    }

    /** Where the directory lies. */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    /** Its full name. */
    public Path path() {
        return path;
    }

    /** The full name of something in it. */
    public Path resolve(String name) {
        return new Path(path, name);
    }

    /**
     * Writes a small file aside and puts it in place of an older one at once: a reader sees the old content or the new.
     *
     * @throws IOException naming the file, when it cannot be written; the older one is untouched then
     */
    public void writeAtomically(String name, byte[] content) throws IOException {
        Path target = resolve(name);
        try {
            if (fileSystem.getScheme().equals("file")) {
                writeLocally(localPath(target), content);
            } else if (OBJECT_STORES.contains(fileSystem.getScheme())) {
                // An object appears as a whole when its stream is closed; renaming would copy it.
                write(target, content);
            } else {
                Path aside = resolve("." + name + ".aside");
                write(aside, content);
                FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
                        .rename(aside, target, Options.Rename.OVERWRITE);
            }
        } catch (IOException e) {
            throw new IOException("Cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        try (OutputStream stream = fileSystem.create(file, true)) {
            stream.write(content);
        }
    }

    /** Without the checksum files of Hadoop's local file system, which cannot be replaced together with the file. */
    private static void writeLocally(java.nio.file.Path target, byte[] content) throws IOException {
        java.nio.file.Path aside = target.resolveSibling("." + target.getFileName() + ".aside");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.write(aside, content);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static java.nio.file.Path localPath(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** The content of a small file, or empty when there is none. */
    public Optional<byte[]> read(String name) throws IOException {
        try (FSDataInputStream stream = fileSystem.open(resolve(name))) {
            return Optional.of(stream.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
