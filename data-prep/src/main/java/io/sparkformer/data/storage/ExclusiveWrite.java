package io.sparkformer.data.storage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Creates a small file whole or not at all, and never replaces one; how, depends on the file system. */
interface ExclusiveWrite {
    /**
     * Creates the file.
     *
     * @throws ConcurrentPublicationException when the target is already there
     */
    void write(Path target, byte[] content, PublicationListener listener) throws IOException;

    /** The way that a file system allows. */
    static ExclusiveWrite of(FileSystem fileSystem) {
        return switch (fileSystem.getUri().getScheme()) {
            case "file" -> new LinkedWrite();
            case "s3a" -> new ConditionalWrite(fileSystem);
            default -> new RenamedWrite(fileSystem);
        };
    }

    /** A hidden name beside the target that no other process uses. */
    static String asideName(Path target) {
        return "." + target.getName() + "." + UUID.randomUUID() + ".tmp";
    }
}
