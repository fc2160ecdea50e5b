package io.sparkformer.data.source;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Paths whose names may hold what a URI gives a meaning to, such as a colon. */
final class SourcePaths {
    private SourcePaths() {}

    /** Where inputs are read. Hadoop's checksums for local files cannot stand beside files with a colon in their name. */
    static FileSystem fileSystem(URI uri, Configuration hadoop) throws IOException {
        FileSystem fileSystem = FileSystem.get(uri, hadoop);
        return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    }

    /** Refuses a file that has changed since it was listed: what is recorded would not be what is read. */
    static void requireLength(FileSystem fileSystem, Path path, long listed) throws IOException {
        long length;
        try {
            length = fileSystem.getFileStatus(path).getLen();
        } catch (IOException failure) {
            throw new SourceFailure(path.toString(), failure);
        }
        if (length != listed) {
            throw new SourceFailure(
                    path.toString(),
                    new IOException("it had " + listed + " bytes when it was listed and now has another length: run the"
                            + " job again when nothing writes to the inputs"));
        }
    }

    /** A path below a root. */
    static Path resolve(URI root, String relative) {
        String base = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
        return new Path(root.getScheme(), root.getAuthority(), base + relative);
    }
}
