package io.sparkformer.data.source;

import java.util.List;

/**
 * Where a sample belongs.
 *
 * @param split name of the split
 * @param labels as the input has them: names of classes, or their numbers; none where unknown
 */
record Placement(String split, List<String> labels) {
    /** Copies the list. */
    Placement {
        labels = List.copyOf(labels);
    }

    /** A sample of one class. */
    static Placement of(String split, String className) {
        return new Placement(split, List.of(className));
    }

    /** A sample whose classes are not known. */
    static Placement unlabelled(String split) {
        return new Placement(split, List.of());
    }
}
