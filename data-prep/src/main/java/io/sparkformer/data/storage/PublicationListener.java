package io.sparkformer.data.storage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Told between the two steps of a publication. Fault tests kill the process here. */
@FunctionalInterface
public interface PublicationListener {
    /** Does nothing. */
    PublicationListener NONE = (aside, target) -> {};

    /**
     * The content is complete where nobody looks, and not yet visible under its name.
     *
     * @param aside where the content is; on stores with conditional creation the target itself, not yet created
     * @param target the name it is about to get
     */
    void writtenAside(Path aside, Path target) throws IOException;
}
