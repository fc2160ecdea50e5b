package io.sparkformer.data.source;

import java.io.IOException;

/** Finds the documents in a file's plain text. */
interface DocumentReader {
    /** Delivers those that belong to a passage. */
    void read(Passage passage) throws IOException;
}
