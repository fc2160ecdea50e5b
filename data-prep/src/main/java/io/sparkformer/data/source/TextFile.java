package io.sparkformer.data.source;

import java.io.Serializable;

/**
 * A file of documents, or a part of one.
 *
 * @param location where it lies, as a URI
 * @param file its identity; its path begins the source ids of its documents
 * @param format how documents lie in it
 * @param namedSplit the split that its folder or its name tells; empty if none
 * @param className the folder that it lies in; empty if that is the input itself
 * @param part what of it is read: the documents that begin there
 */
public record TextFile(
        String location, InputFile file, TextFormat format, String namedSplit, String className, FilePart part)
        implements Serializable {
    TextFile withPart(FilePart other) {
        return new TextFile(location, file, format, namedSplit, className, other);
    }
}
