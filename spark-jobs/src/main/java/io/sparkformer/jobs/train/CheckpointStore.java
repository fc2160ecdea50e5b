package io.sparkformer.jobs.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run: a directory each, made valid by a pointer that is published last. Whatever dies in between
 * leaves a directory that no pointer names, which the next save removes.
 */
public final class CheckpointStore {
    /** Where a run keeps its checkpoints. */
    public static final String DIRECTORY = "checkpoints";

    private static final String POINTER = "checkpoint";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final FileSystem fileSystem;
    private final Path directory;
    private final Publication publication;

    /** The checkpoints in a directory that need not exist yet. */
    public CheckpointStore(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.publication = new Publication(
                fileSystem, directory, POINTER, (aside, target) -> FaultPoints.reach(FaultPoint.CHECKPOINT_PUBLISH));
    }

    /**
     * The newest checkpoint that is whole. Damaged ones are passed over and named to {@code warnings}; where all are
     * damaged, that is an error, not an invitation to start anew.
     */
    public Optional<Checkpoint> newest(Consumer<String> warnings) throws IOException {
        List<Long> versions = publication.versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            try {
                Checkpoint checkpoint = load(versions.get(i));
                checkpoint.verify();
                return Optional.of(checkpoint);
            } catch (DataFormatException | FileNotFoundException e) {
                warnings.accept("passing over a damaged checkpoint: " + e.getMessage());
            }
        }
        if (!versions.isEmpty()) {
            throw new UserError(
                    "None of the " + versions.size() + " checkpoints in " + directory + " is whole",
                    "Restore one of them, or give another --output to start a new run");
        }
        return Optional.empty();
    }

    /** The checkpoint that {@code path} names: a run's newest, or one of its step directories. */
    public static Checkpoint open(Configuration hadoop, String path, Consumer<String> warnings) throws IOException {
        Path named = new Path(path);
        FileSystem fileSystem = named.getFileSystem(hadoop);
        if (fileSystem.exists(new Path(named, DIRECTORY))) {
            Optional<Checkpoint> newest = new CheckpointStore(fileSystem, new Path(named, DIRECTORY)).newest(warnings);
            if (newest.isPresent()) {
                return newest.get();
            }
        } else if (named.getParent() != null) {
            CheckpointStore store = new CheckpointStore(fileSystem, named.getParent());
            for (long version : store.publication.versions()) {
                CheckpointPointer pointer = store.pointer(version);
                if (pointer.directory().equals(named.getName())) {
                    return store.load(version);
                }
            }
        }
        throw new UserError(
                "There is no checkpoint at " + path,
                "Name the --output of a training run, or one of its checkpoints/step-... directories");
    }

    /** Every published checkpoint's pointer, oldest first. */
    List<CheckpointPointer> pointers() throws IOException {
        List<CheckpointPointer> pointers = new ArrayList<>();
        for (long version : publication.versions()) {
            pointers.add(pointer(version));
        }
        return pointers;
    }

    /** Writes a checkpoint, publishes it, and removes those that are no longer kept. */
    void save(CheckpointHeader header, RunState state, RunStart start, int keep) throws IOException {
        String name = String.format(Locale.ROOT, "step-%012d", header.step());
        Path target = new Path(directory, name);
        try {
            removeUnpublished();
            CheckpointWriter writer = new CheckpointWriter(fileSystem, target, start.layout());
            CheckpointPointer pointer = new CheckpointPointer(
                    name,
                    header.round(),
                    header.step(),
                    writer.write(JSON.writeValueAsBytes(header), state, start.slotNames()));
            publication.publish(publication.latest().orElse(0) + 1, JSON.writeValueAsBytes(pointer));
        } catch (IOException e) {
            throw new IOException(
                    "The checkpoint " + target + " could not be saved (" + e.getMessage()
                            + "); the checkpoints before it are whole. Make room or repair the file system, then run"
                            + " train again to go on from the last one",
                    e);
        }
        retain(keep);
    }

    private Checkpoint load(long version) throws IOException {
        CheckpointPointer pointer = pointer(version);
        CheckpointFiles files =
                new CheckpointFiles(fileSystem, new Path(directory, pointer.directory()), pointer.files());
        CheckpointHeader header = JSON.readValue(files.bytes(CheckpointFiles.HEADER), CheckpointHeader.class);
        if (header.formatVersion() > CheckpointHeader.FORMAT_VERSION) {
            throw new UserError(
                    files.directory() + " has format version " + header.formatVersion()
                            + ", this Sparkformer reads up to " + CheckpointHeader.FORMAT_VERSION,
                    "Use the version that wrote it (" + header.codeVersion() + ") or a newer one");
        }
        return new Checkpoint(files, header);
    }

    private CheckpointPointer pointer(long version) throws IOException {
        return JSON.readValue(publication.read(version), CheckpointPointer.class);
    }

    /** Directories that no pointer names are what a dead process was writing. */
    private void removeUnpublished() throws IOException {
        if (!fileSystem.exists(directory)) {
            return;
        }
        Set<String> published = new HashSet<>();
        pointers().forEach(pointer -> published.add(pointer.directory()));
        for (FileStatus status : fileSystem.listStatus(directory)) {
            String name = status.getPath().getName();
            if (status.isDirectory() && name.startsWith("step-") && !published.contains(name)) {
                fileSystem.delete(status.getPath(), true);
            }
        }
    }

    private void retain(int keep) throws IOException {
        List<Long> versions = publication.versions();
        for (long version : versions.subList(0, Math.max(0, versions.size() - keep))) {
            CheckpointPointer pointer = pointer(version);
            publication.delete(version);
            fileSystem.delete(new Path(directory, pointer.directory()), true);
        }
    }
}
