package io.sparkformer.data.source;

import java.io.IOException;

/** The file system failed, not the file's content: trying again may help, rejecting would lose samples. */
final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailure(String file, IOException cause) {
        super("reading " + file + " failed: " + cause.getMessage(), cause);
    }
}
