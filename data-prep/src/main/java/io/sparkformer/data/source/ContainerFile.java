package io.sparkformer.data.source;

import java.util.List;
import java.util.Optional;

/**
 * A file that holds many samples, or a part of it.
 *
 * @param input the name of the input: the file's own, or that of the folder it was found in
 * @param location where the file lies, as a URI
 * @param file its identity; its path begins the source ids of its samples
 * @param format how it is read
 * @param namedSplit the split that its folder or its name tells; empty if none
 * @param part what of it is read
 */
public record ContainerFile(
        String input, String location, InputFile file, InputFormat format, String namedSplit, FilePart part)
        implements InputUnit {
    /** The whole of a file. */
    static ContainerFile whole(String input, String location, InputFile file, InputFormat format, String namedSplit) {
        return new ContainerFile(input, location, file, format, namedSplit, FilePart.WHOLE);
    }

    /** The same file, and another part. */
    ContainerFile withPart(FilePart other) {
        return new ContainerFile(input, location, file, format, namedSplit, other);
    }

    /** The input, if that is a folder in which the file was found. */
    public Optional<String> folder() {
        boolean isInput = file.path().equals(input);
        return isInput
                ? Optional.empty()
                : Optional.of(
                        location.substring(0, location.length() - (file.path().length() - input.length())));
    }

    @Override
    public List<InputFile> files() {
        return List.of(file);
    }
}
