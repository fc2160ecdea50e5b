package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.List;

/**
 * What the parts of a sample are called in its input; an empty name stands for the format's usual ones.
 *
 * @param image the image, or the path to it
 * @param label its class or classes
 * @param split its split
 */
public record FieldNames(String image, String label, String split) implements Serializable {
    /** The usual names of every format. */
    public static final FieldNames USUAL = new FieldNames("", "", "");

    /** The image's name, or else the usual ones, of which the first that is there counts. */
    List<String> imageOr(String... usual) {
        return choose(image, usual);
    }

    /** The same for the label. */
    List<String> labelOr(String... usual) {
        return choose(label, usual);
    }

    /** The same for the split. */
    List<String> splitOr(String... usual) {
        return choose(split, usual);
    }

    private static List<String> choose(String name, String... usual) {
        return name.isBlank() ? List.of(usual) : List.of(name);
    }
}
