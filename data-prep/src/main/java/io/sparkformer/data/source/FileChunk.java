package io.sparkformer.data.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some files of a class-folder tree, in the byte order of their paths.
 *
 * @param input the tree's name
 * @param root where the tree lies, as a URI
 * @param files whose paths begin with the tree's name
 */
public record FileChunk(String input, String root, List<InputFile> files) implements InputUnit {
    /** Copies the list. */
    public FileChunk {
        files = List.copyOf(files);
    }

    @Override
    public Optional<InputUnit> without(Set<String> known) {
        List<InputFile> rest =
                files.stream().filter(file -> !known.contains(file.path())).toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(new FileChunk(input, root, rest));
    }
}
