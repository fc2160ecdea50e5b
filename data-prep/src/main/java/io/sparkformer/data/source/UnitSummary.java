package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What reading one unit came to.
 *
 * @param images delivered with their bytes
 * @param rejected delivered with a rejection
 * @param ignored hidden and system files, not delivered
 * @param emptyClassFolders class folders of an archive that have an entry of their own but no files
 */
public record UnitSummary(long images, long rejected, long ignored, SortedSet<String> emptyClassFolders)
        implements Serializable {
    /** Copies the set. */
    public UnitSummary {
        emptyClassFolders = new TreeSet<>(emptyClassFolders);
    }
}
