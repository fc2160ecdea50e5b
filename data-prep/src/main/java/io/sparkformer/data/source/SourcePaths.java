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

    /** A path below a root. */
    static Path resolve(URI root, String relative) {
        String base = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
        return new Path(root.getScheme(), root.getAuthority(), base + relative);
    }
}
