package io.sparkformer.jobs.weights;

import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files of a checkpoint that a user names by its file or its directory: one safetensors file, or those that an
 * index in Hugging Face's form lists; or one ONNX file where there is nothing else.
 */
final class WeightsLocation {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = ".safetensors.index.json";
    private static final String SAFETENSORS = ".safetensors";
    private static final String ONNX = ".onnx";
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth");

    private final FileSystem fileSystem;
    private final Path path;

    WeightsLocation(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = path;
    }

    /** Whether a file is to be read as ONNX. */
    static boolean isOnnx(Path file) {
        return file.getName().endsWith(ONNX);
    }

    /** The directory that the files lie in. */
    Path directory() throws IOException {
        return fileSystem.getFileStatus(path).isDirectory() ? path : path.getParent();
    }

    /**
     * The files, in the order of their names.
     *
     * @throws UserError if there are none, or nothing says which
     */
    List<Path> files() throws IOException {
        if (!fileSystem.getFileStatus(path).isDirectory()) {
            return path.getName().endsWith(INDEX) ? indexed(path) : List.of(path);
        }
        List<String> names = names();
        List<String> indexes =
                names.stream().filter(name -> name.endsWith(INDEX)).toList();
        List<String> files =
                names.stream().filter(name -> name.endsWith(SAFETENSORS)).toList();
        if (names.contains(SINGLE)) {
            return List.of(new Path(path, SINGLE));
        }
        if (indexes.size() == 1) {
            return indexed(new Path(path, indexes.get(0)));
        }
        if (files.size() == 1) {
            return List.of(new Path(path, files.get(0)));
        }
        List<String> onnx = names.stream().filter(name -> name.endsWith(ONNX)).toList();
        if (files.isEmpty() && onnx.size() == 1) {
            return List.of(new Path(path, onnx.get(0)));
        }
        return files.isEmpty() ? pickle(names) : undecided(files);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus status : fileSystem.listStatus(path)) {
            if (status.isFile()) {
                names.add(status.getPath().getName());
            }
        }
        names.sort(null);
        return names;
    }

    /** Reading it will tell why it is refused, and what to do. */
    private List<Path> pickle(List<String> names) {
        return names.stream()
                .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
                .findFirst()
                .map(name -> List.of(new Path(path, name)))
                .orElseThrow(() -> new UserError(
                        "There are no weights in " + path + ": its files are " + names,
                        "Name a safetensors file, a directory with one, or a training run"));
    }

    private List<Path> undecided(List<String> files) {
        throw new UserError(path + " has several safetensors files, " + files + ", and no index", "Name one of them");
    }

    private List<Path> indexed(Path index) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        JsonFile.read(fileSystem, index).path("weight_map").forEach(name -> names.add(name.asText()));
        if (names.isEmpty() || names.stream().anyMatch(name -> !name.matches("[A-Za-z0-9._-]+" + SAFETENSORS))) {
            throw new UserError(
                    index + " lists the files " + names + ", not safetensors files beside it",
                    "Use the index that was saved with the checkpoint");
        }
        return names.stream().map(name -> new Path(index.getParent(), name)).toList();
    }
}
