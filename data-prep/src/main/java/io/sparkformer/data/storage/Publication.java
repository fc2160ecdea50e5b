package io.sparkformer.data.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A numbered series of small JSON objects, each of which makes something large valid: everything that an object names is
 * written before, and the object last. Whoever reads takes the highest number.
 *
 * <p>An object appears whole or not at all, and a number is given out once: the content is written aside and then gets
 * its name without replacing anything (a rename on HDFS, a hard link on the local disk), or is created on condition that
 * the name is free (S3, whose rename is not atomic). A process that dies in between leaves at most a hidden file that
 * nobody reads, and {@link #removeAbandoned} sweeps.
 *
 * <p>In the file a last member {@code publicationSha256} is added to the object: the SHA-256 of the content without it.
 * So the file is plain JSON, and damage is noticed.
 *
 * <p>Layout: {@code <directory>/<name>-00000001.json}. Thread-safe.
 */
public final class Publication {
    private final FileSystem fileSystem;
    private final Path directory;
    private final String name;
    private final PublicationListener listener;
    private final Pattern fileName;
    private final Pattern asideName;

    /** A series without anybody listening. */
    public Publication(FileSystem fileSystem, Path directory, String name) {
        this(fileSystem, directory, name, PublicationListener.NONE);
    }

    /**
     * A series of objects.
     *
     * @param fileSystem where the directory lies
     * @param directory created on the first publication
     * @param name what the files' names begin with: letters, digits, dashes
     * @param listener told when content is written aside
     */
    public Publication(FileSystem fileSystem, Path directory, String name, PublicationListener listener) {
        if (!name.matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw new IllegalArgumentException("publication name \"" + name + "\": use letters, digits and dashes");
        }
        this.fileSystem = fileSystem;
        this.directory = fileSystem.makeQualified(directory);
        this.name = name;
        this.listener = listener;
        this.fileName = Pattern.compile(Pattern.quote(name) + "-(\\d{8,18})\\.json");
        this.asideName = Pattern.compile("\\." + fileName + "\\..+\\.tmp");
    }

    /** The newest version, or none. */
    public OptionalLong latest() throws IOException {
        List<Long> versions = versions();
        return versions.isEmpty() ? OptionalLong.empty() : OptionalLong.of(versions.get(versions.size() - 1));
    }

    /** All versions that are there, ascending. */
    public List<Long> versions() throws IOException {
        return list().stream()
                .filter(FileStatus::isFile)
                .map(status -> fileName.matcher(status.getPath().getName()))
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .sorted()
                .toList();
    }

    private List<FileStatus> list() throws IOException {
        try {
            return List.of(fileSystem.listStatus(directory));
        } catch (FileNotFoundException nothingPublishedYet) {
            return List.of();
        }
    }

    /** Where a version lies. */
    public Path path(long version) {
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " of " + name + ": versions begin at 1");
        }
        return new Path(directory, String.format(Locale.ROOT, "%s-%08d.json", name, version));
    }

    /**
     * The content of a version, as it was given to {@link #publish}.
     *
     * @throws DataFormatException when the file was damaged
     */
    public byte[] read(long version) throws IOException {
        Path path = path(version);
        byte[] sealed;
        try (InputStream in = DiskErrors.guard(fileSystem.open(path))) {
            sealed = in.readAllBytes();
        }
        return Seal.check(sealed, path);
    }

    /**
     * Publishes a version.
     *
     * @param version above every version that is there; the version that was worked from, plus one
     * @param content a JSON object with at least one member
     * @throws ConcurrentPublicationException when this version or a newer one is there
     */
    public void publish(long version, byte[] content) throws IOException {
        Path target = path(version);
        byte[] sealed = Seal.add(content);
        OptionalLong latest = latest();
        if (latest.isPresent() && latest.getAsLong() >= version) {
            throw concurrent(target);
        }
        fileSystem.mkdirs(directory);
        ExclusiveWrite.of(fileSystem).write(target, sealed, listener);
    }

    /** Removes what processes that died have left hidden of versions that are there: nobody can publish these again. */
    public void removeAbandoned() throws IOException {
        long latest = latest().orElse(0);
        for (FileStatus status : list()) {
            Matcher matcher = asideName.matcher(status.getPath().getName());
            if (matcher.matches() && Long.parseLong(matcher.group(1)) <= latest) {
                fileSystem.delete(status.getPath(), false);
            }
        }
    }

    /** Removes a version; nothing happens if it is not there. */
    public void delete(long version) throws IOException {
        fileSystem.delete(path(version), false);
    }

    static ConcurrentPublicationException concurrent(Path target) {
        return new ConcurrentPublicationException(target
                + " is already there, or a newer one: another job has published meanwhile; nothing was changed."
                + " Run one job at a time on this directory, then run this one again");
    }
}
