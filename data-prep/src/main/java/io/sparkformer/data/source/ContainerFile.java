package io.sparkformer.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that holds many samples, or a part of it.
 *
 * @param input the name of the input: the file's own, or that of the folder it was found in
 * @param location where the file lies, as a URI
 * @param file its identity; its path begins the source ids of its samples
 * @param format how it is read
 * @param namedSplit the split that its folder or its name tells; empty if none
 * @param part what of it is read
 * @param companions other files that decide about its samples, see {@link InputFormat#companions}; mostly none
 */
public record ContainerFile(
        String input,
        String location,
        InputFile file,
        InputFormat format,
        String namedSplit,
        FilePart part,
        List<InputFile> companions)
        implements InputUnit {
    /** Copies the list. */
    public ContainerFile {
        companions = List.copyOf(companions);
    }

    /** The whole of a file. */
    static ContainerFile whole(String input, String location, InputFile file, InputFormat format, String namedSplit) {
        return new ContainerFile(input, location, file, format, namedSplit, FilePart.WHOLE, List.of());
    }

    /** The same file, and another part. */
    ContainerFile withPart(FilePart other) {
        return new ContainerFile(input, location, file, format, namedSplit, other, companions);
    }

    /** What a task needs of it: where it names its images, it can do without their state. */
    public ContainerFile forTask() {
        return format.listsFiles() ? withCompanions(List.of()) : this;
    }

    /** The same with other files that decide about its samples. */
    ContainerFile withCompanions(List<InputFile> others) {
        return new ContainerFile(input, location, file, format, namedSplit, part, others);
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
        List<InputFile> files = new ArrayList<>(List.of(file));
        files.addAll(companions);
        return files;
    }

    /** Its companions may be known from another archive. */
    @Override
    public Optional<InputUnit> without(Set<String> known) {
        return known.contains(file.path()) ? Optional.empty() : Optional.of(this);
    }
}
