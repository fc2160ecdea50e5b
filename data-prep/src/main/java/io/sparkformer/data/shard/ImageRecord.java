package io.sparkformer.data.shard;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * One prepared sample. The arrays belong to the receiver.
 *
 * @param labels indices into the manifest's classes: at least one, each once, in the order of the input
 * @param patches the image in patch order, see {@link io.sparkformer.data.image.PatchOrder}
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record ImageRecord(int[] labels, byte[] patches) implements PreparedRecord {
    /** Checks the labels. */
    public ImageRecord {
        Set<Integer> seen = new HashSet<>();
        for (int label : labels) {
            if (label < 0 || !seen.add(label)) {
                throw new IllegalArgumentException(
                        "labels " + Arrays.toString(labels) + ": labels begin at 0, and each stands once");
            }
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("a record has at least one label");
        }
    }

    /** A sample of one class. */
    public ImageRecord(int label, byte[] patches) {
        this(new int[] {label}, patches);
    }

    /** The only label, or the first of several. */
    public int label() {
        return labels[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageRecord that
                && Arrays.equals(labels, that.labels)
                && Arrays.equals(patches, that.patches);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(patches);
    }

    @Override
    public String toString() {
        return "ImageRecord[labels " + Arrays.toString(labels) + ", " + patches.length + " bytes]";
    }
}
