package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some of the image files that a table lists.
 *
 * @param input the name of the input
 * @param root the folder that the table's paths begin in, as a URI
 * @param table the identity of the table; its path begins the source ids
 * @param namedSplit the split that the table's folder or name tells; empty if none
 * @param rows in the table's order
 */
public record ListedFiles(String input, String root, InputFile table, String namedSplit, List<Row> rows)
        implements InputUnit {
    /** Copies the list. */
    public ListedFiles {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param name what tells it from others: the path, or its number if it has none
     * @param path to the image
     * @param labels as written
     * @param split as written; empty if the table has no such column
     * @param rejection why no image can be read; null if one can
     */
    record Row(
            String name,
            String path,
            List<String> labels,
            String split,
            @Nullable Rejection rejection) implements Serializable {
        /** Copies the list. */
        Row {
            labels = List.copyOf(labels);
        }
    }

    @Override
    public List<InputFile> files() {
        return List.of(table);
    }

    @Override
    public Optional<InputUnit> without(Set<String> known) {
        return known.contains(table.path()) ? Optional.empty() : Optional.of(this);
    }
}
