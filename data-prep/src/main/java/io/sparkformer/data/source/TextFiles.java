package io.sparkformer.data.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some files of documents, or a part of one: the work of a task.
 *
 * @param input the name of the input
 * @param texts in the byte order of their paths
 */
public record TextFiles(String input, List<TextFile> texts) implements InputUnit {
    /** Copies the list. */
    public TextFiles {
        texts = List.copyOf(texts);
    }

    @Override
    public List<InputFile> files() {
        return texts.stream().map(TextFile::file).distinct().toList();
    }

    @Override
    public Optional<InputUnit> without(Set<String> known) {
        List<TextFile> rest = texts.stream()
                .filter(text -> !known.contains(text.file().path()))
                .toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(new TextFiles(input, rest));
    }
}
