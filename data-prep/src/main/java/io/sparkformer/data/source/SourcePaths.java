package io.sparkformer.data.source;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/** Paths whose names may hold what a URI gives a meaning to, such as a colon. */
final class SourcePaths {
    private SourcePaths() {}

    /** A path below a root. */
    static Path resolve(URI root, String relative) {
        String base = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
        return new Path(root.getScheme(), root.getAuthority(), base + relative);
    }
}
