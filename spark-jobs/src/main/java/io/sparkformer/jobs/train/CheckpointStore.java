package io.sparkformer.jobs.train;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.jobs.cli.CodeVersion;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: a directory each, made valid by a pointer that is published last. Whatever dies in between
 * leaves a directory that no pointer names, which the next save removes.
 */
public final class CheckpointStore {
    /** Where a run keeps its checkpoints. */
    public static final String DIRECTORY = "checkpoints";

    private static final String POINTER = "checkpoint";
    private static final String FORMAT_VERSION = "formatVersion";
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

    /** Fields that a newer version added must not hide what its format version says. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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
                Checkpoint checkpoint = load(pointer(versions.get(i)));
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
            for (CheckpointPointer pointer : store.readablePointers().values()) {
                if (pointer.directory().equals(named.getName())) {
                    return store.load(pointer);
                }
            }
        }
        throw new UserError(
                "There is no checkpoint at " + path,
                "Name the --output of a training run, or one of its checkpoints/step-... directories");
    }

    /** Every published checkpoint's pointer by version, oldest first; damaged ones are left out. */
    SortedMap<Long, CheckpointPointer> readablePointers() throws IOException {
        SortedMap<Long, CheckpointPointer> pointers = new TreeMap<>();
        for (long version : publication.versions()) {
            try {
                pointers.put(version, pointer(version));
            } catch (DataFormatException e) {
                LOG.debug("A damaged pointer is left out", e);
            }
        }
        return pointers;
    }

    /** Writes a checkpoint, publishes it, and removes those that are no longer kept. */
    void save(Identity identity, RunStart start, RunState state, int keep) throws IOException {
        CheckpointHeader header = CheckpointHeader.of(identity, start, state);
        String name = String.format(Locale.ROOT, "step-%012d", header.step());
        Path target = new Path(directory, name);
        try {
            removePassedOver(name);
            removeUnpublished();
            List<FileEntry> files = write(target, identity, start, state);
            files.add(new CheckpointWriter(fileSystem, target).write(JSON.writeValueAsBytes(header)));
            CheckpointPointer pointer =
                    new CheckpointPointer(header.formatVersion(), name, header.round(), header.step(), files);
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

    /** The vectors of a state, written where they lie. */
    private List<FileEntry> write(Path target, Identity identity, RunStart start, RunState state) throws IOException {
        List<FileEntry> written = new ArrayList<>();
        for (CheckpointFile file : CheckpointFile.of(start.layout(), start.momentNames())) {
            WriteCheckpointFile task = new WriteCheckpointFile(identity.run(), target.toString(), file);
            written.addAll(state.compute(List.of(task), fileSystem.getConf()));
            if (written.size() == 1) {
                FaultPoints.reach(FaultPoint.CHECKPOINT_WRITE);
            }
        }
        return written;
    }

    private Checkpoint load(CheckpointPointer pointer) throws IOException {
        CheckpointFiles files =
                new CheckpointFiles(fileSystem, new Path(directory, pointer.directory()), pointer.files());
        JsonNode json = JSON.readTree(files.bytes(CheckpointFiles.HEADER));
        requireKnown(json, new Path(files.directory(), CheckpointFiles.HEADER));
        return new Checkpoint(files, JSON.treeToValue(json, CheckpointHeader.class));
    }

    private CheckpointPointer pointer(long version) throws IOException {
        JsonNode json = JSON.readTree(publication.read(version));
        if (json instanceof ObjectNode pointer && !pointer.has(FORMAT_VERSION)) {
            pointer.put(FORMAT_VERSION, 1);
        }
        requireKnown(json, publication.path(version));
        return JSON.treeToValue(json, CheckpointPointer.class);
    }

    /** What a newer program wrote is no damage: to pass over it, or to remove it, would lose what it did. */
    private static void requireKnown(JsonNode json, Path file) throws DataFormatException {
        int version = json.path(FORMAT_VERSION).asInt();
        if (version < 1) {
            throw new DataFormatException(file + " is damaged: it says no format version");
        }
        if (version > CheckpointHeader.FORMAT_VERSION) {
            throw new UserError(
                    file + " has checkpoint format version " + version + ", this Sparkformer (" + CodeVersion.current()
                            + ") reads up to " + CheckpointHeader.FORMAT_VERSION,
                    "Use the version that wrote it (" + json.path("codeVersion").asText("a newer one")
                            + "), or give another --output");
        }
    }

    /**
     * Removes the pointers of damaged checkpoints that training went back behind: those that cannot be read, and that of
     * the directory about to be written, which would otherwise have two pointers and go with the first of them.
     */
    private void removePassedOver(String name) throws IOException {
        SortedMap<Long, CheckpointPointer> readable = readablePointers();
        for (long version : publication.versions()) {
            CheckpointPointer pointer = readable.get(version);
            if (pointer == null || pointer.directory().equals(name)) {
                publication.delete(version);
            }
        }
    }

    /** Directories that no pointer names are what a dead process was writing. */
    private void removeUnpublished() throws IOException {
        if (!fileSystem.exists(directory)) {
            return;
        }
        Set<String> published = new HashSet<>();
        readablePointers().values().forEach(pointer -> published.add(pointer.directory()));
        for (FileStatus status : fileSystem.listStatus(directory)) {
            String name = status.getPath().getName();
            if (status.isDirectory() && name.startsWith("step-") && !published.contains(name)) {
                fileSystem.delete(status.getPath(), true);
            }
        }
    }

    private void retain(int keep) throws IOException {
        SortedMap<Long, CheckpointPointer> pointers = readablePointers();
        int surplus = pointers.size() - keep;
        for (Map.Entry<Long, CheckpointPointer> entry : pointers.entrySet()) {
            if (surplus-- > 0) {
                publication.delete(entry.getKey());
                fileSystem.delete(new Path(directory, entry.getValue().directory()), true);
            }
        }
    }
}
