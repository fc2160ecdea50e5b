package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.List;

/** One task's worth of input. */
public sealed interface InputUnit extends Serializable permits FileChunk, ContainerFile, ListedFiles {
    /** The name of the input that it is a part of. */
    String input();

    /** The files it consists of; several units may be parts of one. */
    List<InputFile> files();
}
