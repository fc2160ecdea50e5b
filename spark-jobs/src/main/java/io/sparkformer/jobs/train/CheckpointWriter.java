package io.sparkformer.jobs.train;

import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.ParameterTensors;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the files of one checkpoint and notes their hashes on the way. */
final class CheckpointWriter {
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final FileSystem fileSystem;
    private final Path directory;
    private final ParameterLayout layout;
    private final List<FileEntry> entries = new ArrayList<>();

    CheckpointWriter(FileSystem fileSystem, Path directory, ParameterLayout layout) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.layout = layout;
    }

    /** Something that goes into a file. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /** Writes everything; the pointer to it is still to be published. */
    List<FileEntry> write(byte[] header, RunState state, List<String> slotNames) throws IOException {
        tensors(CheckpointFiles.MODEL, List.of(""), List.of(state.parameters()));
        FaultPoints.reach(FaultPoint.CHECKPOINT_WRITE);
        List<float[]> slots = new ArrayList<>();
        for (float[][] owner : state.optimizerSlots()) {
            slots.addAll(List.of(owner));
        }
        if (!slots.isEmpty()) {
            tensors(
                    CheckpointFiles.OPTIMIZER,
                    CheckpointFiles.slotPrefixes(state.optimizerSlots().length, slotNames),
                    slots);
        }
        if (state.velocity().length > 0) {
            tensors(CheckpointFiles.VELOCITY, List.of(""), List.of(state.velocity()));
        }
        if (state.average().length > 0) {
            tensors(CheckpointFiles.AVERAGE, List.of(""), List.of(state.average()));
        }
        file(CheckpointFiles.HEADER, stream -> stream.write(header));
        return entries;
    }

    private void tensors(String name, List<String> prefixes, List<float[]> buffers) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int i = 0; i < prefixes.size(); i++) {
            tensors.addAll(ParameterTensors.of(layout, buffers.get(i), prefixes.get(i)));
        }
        file(name, stream -> SafetensorsWriter.write(stream, tensors, METADATA));
    }

    private void file(String name, Content content) throws IOException {
        Path path = new Path(directory, name);
        MessageDigest digest = sha256();
        try (FSDataOutputStream file = fileSystem.create(path, true)) {
            OutputStream guarded = DiskErrors.guard(file);
            OutputStream stream = new DigestOutputStream(new BufferedOutputStream(guarded, 1 << 20), digest);
            content.writeTo(stream);
            stream.flush();
            file.hsync();
        } catch (FSError e) {
            throw DiskErrors.exception(e);
        }
        entries.add(new FileEntry(
                name, fileSystem.getFileStatus(path).getLen(), HexFormat.of().formatHex(digest.digest())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
