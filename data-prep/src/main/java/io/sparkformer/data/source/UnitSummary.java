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
 * @param classFolders class folders of an archive that have an entry of their own
 * @param filledFolders class folders of an archive that have a file; the other parts of the archive may fill more
 */
public record UnitSummary(
        long images, long rejected, long ignored, SortedSet<String> classFolders, SortedSet<String> filledFolders)
        implements Serializable {
    /** That of no inputs. */
    public static final UnitSummary NOTHING = new UnitSummary(0, 0, 0, new TreeSet<>(), new TreeSet<>());

    /** Copies the sets. */
    public UnitSummary {
        classFolders = new TreeSet<>(classFolders);
        filledFolders = new TreeSet<>(filledFolders);
    }

    /** Class folders that have an entry of their own but, in this unit, no files. */
    public SortedSet<String> emptyClassFolders() {
        SortedSet<String> empty = new TreeSet<>(SourceKeys.UTF8_ORDER);
        empty.addAll(classFolders);
        empty.removeAll(filledFolders);
        return empty;
    }

    /** What two parts of a unit came to. */
    public UnitSummary plus(UnitSummary other) {
        SortedSet<String> folders = new TreeSet<>(classFolders);
        folders.addAll(other.classFolders);
        SortedSet<String> filled = new TreeSet<>(filledFolders);
        filled.addAll(other.filledFolders);
        return new UnitSummary(
                images + other.images, rejected + other.rejected, ignored + other.ignored, folders, filled);
    }
}
