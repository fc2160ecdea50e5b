package io.sparkformer.data.shard;

import java.util.Arrays;

/**
 * One prepared sample. The array belongs to the receiver.
 *
 * @param label index into the manifest's classes
 * @param patches the image in patch order, see {@link io.sparkformer.data.image.PatchOrder}
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record ImageRecord(int label, byte[] patches) {
    /** All of its classes, as indices into the manifest's; the array is the caller's. */
    public int[] labels() {
        return new int[] {label};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageRecord that && label == that.label && Arrays.equals(patches, that.patches);
    }

    @Override
    public int hashCode() {
        return 31 * label + Arrays.hashCode(patches);
    }

    @Override
    public String toString() {
        return "ImageRecord[label " + label + ", " + patches.length + " bytes]";
    }
}
