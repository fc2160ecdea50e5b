package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What labels a sample may have.
 *
 * @param index the known classes, or {@link ClassIndex#NONE}
 * @param maxLabels how many a sample has at most
 */
public record LabelRule(ClassIndex index, int maxLabels) implements Serializable {
    /** One of any classes. */
    public static final LabelRule ANY_ONE = new LabelRule(ClassIndex.NONE, 1);

    /** Separates several labels that are written as one text. */
    static final String SEPARATOR = ";";

    /** Checks the number. */
    public LabelRule {
        if (maxLabels < 1) {
            throw new IllegalArgumentException("max-labels = " + maxLabels + ": set it to at least 1");
        }
    }

    /** The labels in a text: one, or where samples may have several, those between the separators. */
    List<String> split(String text) {
        if (maxLabels == 1) {
            return text.isBlank() ? List.of() : List.of(text.strip());
        }
        List<String> labels = new ArrayList<>();
        for (String label : text.split("[" + SEPARATOR + "\\n]", -1)) {
            if (!label.isBlank()) {
                labels.add(label.strip());
            }
        }
        return labels;
    }

    /** The rule with an index that answers fast. */
    Resolver resolver() {
        return new Resolver(this, index.lookup());
    }

    /** Turns labels into classes. */
    record Resolver(LabelRule rule, ClassIndex.Lookup lookup) {
        /**
         * The classes of a sample, each once, in the order of the input.
         *
         * @throws RejectedImageException when there are none, too many, or unknown ones
         */
        List<String> classesOf(List<String> labels) throws RejectedImageException {
            Set<String> classes = new LinkedHashSet<>();
            for (String label : labels) {
                if (!label.isBlank()) {
                    classes.add(classOf(label));
                }
            }
            if (classes.isEmpty()) {
                throw new RejectedImageException(
                        Reason.INCOMPLETE_SAMPLE, "it has no label: give it one, or take it out");
            }
            if (classes.size() > rule.maxLabels()) {
                throw new RejectedImageException(
                        Reason.TOO_MANY_LABELS,
                        "it has " + classes.size() + " labels, prepare.max-labels is " + rule.maxLabels()
                                + ": raise it, or keep fewer labels");
            }
            return List.copyOf(classes);
        }

        private String classOf(String label) throws RejectedImageException {
            if (!rule.index().isPresent()) {
                return label;
            }
            return lookup.keyOf(label)
                    .orElseThrow(() -> new RejectedImageException(
                            Reason.UNKNOWN_CLASS,
                            "its label " + label + " is none of the "
                                    + rule.index().keys().size()
                                    + " classes of prepare.class-list: add it there, or correct the label"));
        }
    }
}
