package io.sparkformer.jobs.train;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import io.sparkformer.model.checkpoint.ParameterTensors;
import io.sparkformer.model.checkpoint.SafetensorsHeader;
import io.sparkformer.model.checkpoint.StoredVectors;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of one checkpoint, each checked against the published hash before it is used. */
final class CheckpointFiles {
    /** The model's parameters under their timm names. */
    static final String MODEL = "model.safetensors";

    /** The optimizer's moments. */
    static final String OPTIMIZER = "optimizer.safetensors";

    /** The outer optimizer's velocity. */
    static final String VELOCITY = "outer.safetensors";

    /** The moving average of the parameters. */
    static final String AVERAGE = "ema.safetensors";

    /** What compression has left of the workers' differences. */
    static final String RESIDUALS = "residual.safetensors";

    /** The header. */
    static final String HEADER = "state.json";

    private final FileSystem fileSystem;
    private final Path directory;
    private final List<FileEntry> entries;

    CheckpointFiles(FileSystem fileSystem, Path directory, List<FileEntry> entries) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.entries = List.copyOf(entries);
    }

    /** One prefix per owner and moment: {@code exp_avg/}, or {@code worker-3/exp_avg/} where workers keep their own. */
    static List<String> slotPrefixes(int owners, List<String> slotNames) {
        List<String> prefixes = new ArrayList<>();
        for (int owner = 0; owner < owners; owner++) {
            for (String slot : slotNames) {
                prefixes.add((owners == 1 ? "" : ofWorker(owner)) + slot + "/");
            }
        }
        return prefixes;
    }

    /** One prefix per worker. */
    static List<String> residualPrefixes(int workers) {
        return IntStream.range(0, workers).mapToObj(CheckpointFiles::ofWorker).toList();
    }

    private static String ofWorker(int worker) {
        return "worker-" + worker + "/";
    }

    Path directory() {
        return directory;
    }

    List<String> names() {
        return entries.stream().map(FileEntry::name).toList();
    }

    List<FileEntry> entries() {
        return entries;
    }

    boolean has(String name) {
        return names().contains(name);
    }

    /** One flat buffer per prefix. */
    List<float[]> read(String name, ParameterLayout layout, List<String> prefixes) throws IOException {
        FileEntry entry = checked(name);
        Path file = new Path(directory, name);
        try (InputStream stream = new BufferedInputStream(DiskErrors.guard(fileSystem.open(file)), 1 << 20)) {
            return ParameterTensors.read(stream, entry.bytes(), file.toString(), layout, prefixes);
        }
    }

    /** The vectors of a file, one per prefix, of which any stretch can be read; whoever trains has verified the files. */
    StoredVectors vectors(String name, ParameterLayout layout, List<String> prefixes) throws IOException {
        FileEntry entry = entry(name);
        Path file = new Path(directory, name);
        SafetensorsHeader header;
        try (InputStream stream = new BufferedInputStream(DiskErrors.guard(fileSystem.open(file)), 1 << 16)) {
            header = SafetensorsHeader.read(stream, entry.bytes(), file.toString());
        }
        StoredVectors.Bytes bytes = (position, target, from, count) -> {
            try (FSDataInputStream stream = fileSystem.open(file)) {
                stream.readFully(position, target, from, count);
            }
        };
        return new StoredVectors(header, bytes, file.toString(), layout, prefixes);
    }

    /** The place of a file whose content is what was published. */
    Path checkedPath(String name) throws IOException {
        return new Path(directory, checked(name).name());
    }

    /** A small file as a whole. */
    byte[] bytes(String name) throws IOException {
        checked(name);
        try (InputStream stream = fileSystem.open(new Path(directory, name))) {
            return stream.readAllBytes();
        }
    }

    void verify() throws IOException {
        for (FileEntry entry : entries) {
            checked(entry.name());
        }
    }

    private FileEntry entry(String name) throws DataFormatException {
        return entries.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DataFormatException(
                        directory + " has no " + name + ", its files are " + names() + ": use a complete checkpoint"));
    }

    private FileEntry checked(String name) throws IOException {
        FileEntry entry = entry(name);
        Path file = new Path(directory, name);
        String sha256 = sha256(file);
        if (!sha256.equals(entry.sha256())) {
            throw damaged(file, "its SHA-256 is " + sha256 + ", published was " + entry.sha256());
        }
        return entry;
    }

    private String sha256(Path file) throws IOException {
        try {
            return Checksums.sha256Hex(fileSystem, file);
        } catch (ChecksumException e) {
            // Hadoop's local file system has checksums of its own, and notices first.
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private static DataFormatException damaged(Path file, String how) {
        return new DataFormatException(file + " is damaged: " + how
                + "; restore the file, or remove this checkpoint to go on from an older one");
    }
}
