package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One task's worth of input. */
public sealed interface InputUnit extends Serializable permits FileChunk, ContainerFile, ListedFiles, TextFiles {
    /** The name of the input that it is a part of. */
    String input();

    /** The files it consists of; several units may be parts of one. */
    List<InputFile> files();

    /** What is left of it without the files that are known already; empty if that is nothing. */
    Optional<InputUnit> without(Set<String> known);
}
