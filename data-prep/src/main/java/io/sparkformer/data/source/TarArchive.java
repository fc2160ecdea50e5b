package io.sparkformer.data.source;

import java.util.List;

/**
 * One archive of a class-folder tree.
 *
 * @param input the archive's name
 * @param location where it lies, as a URI
 * @param file its identity
 */
public record TarArchive(String input, String location, InputFile file) implements InputUnit {
    @Override
    public List<InputFile> files() {
        return List.of(file);
    }
}
