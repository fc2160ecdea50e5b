package io.sparkformer.jobs.train;

import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.ParameterTensors;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

/** Writes files of a checkpoint and notes their hashes on the way. */
final class CheckpointWriter {
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final FileSystem fileSystem;
    private final Path directory;

    CheckpointWriter(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
    }

    /** Something that goes into a file. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /** Writes vectors of a state, which are read as they are written. */
    FileEntry write(CheckpointFile file, ParameterLayout layout, StateReader state) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int i = 0; i < file.vectors().size(); i++) {
            tensors.addAll(ParameterTensors.of(
                    layout, state.vector(file.vectors().get(i)), file.prefixes().get(i)));
        }
        return write(file.name(), stream -> SafetensorsWriter.write(stream, tensors, METADATA));
    }

    /** Writes the header. */
    FileEntry write(byte[] header) throws IOException {
        return write(CheckpointFiles.HEADER, stream -> stream.write(header));
    }

    private FileEntry write(String name, Content content) throws IOException {
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
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new FileEntry(
                name, fileSystem.getFileStatus(path).getLen(), HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
