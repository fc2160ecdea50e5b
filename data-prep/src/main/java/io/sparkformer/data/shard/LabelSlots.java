package io.sparkformer.data.shard;

import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;

/** The labels at the beginning of a record: as many places as it has room for, the first ones filled. */
final class LabelSlots {
    /** What stands in a place without a label. */
    private static final int UNUSED = -1;

    private LabelSlots() {}

    static void write(int[] labels, int maxLabels, ByteBuffer record) {
        for (int label : labels) {
            record.putInt(label);
        }
        for (int i = labels.length; i < maxLabels; i++) {
            record.putInt(UNUSED);
        }
    }

    /**
     * Reads the labels of a record.
     *
     * @param at where the record begins
     * @param maxLabels how many places there are
     * @param file for the message
     * @throws DataFormatException when the first place is empty, or a filled one follows an empty one
     */
    static int[] read(ByteBuffer block, int at, int maxLabels, String file) throws DataFormatException {
        int count = 0;
        while (count < maxLabels && label(block, at, count) != UNUSED) {
            count++;
        }
        int[] labels = new int[count];
        for (int i = 0; i < maxLabels; i++) {
            int label = label(block, at, i);
            if (i < count && label >= 0) {
                labels[i] = label;
            } else if (i < count || label != UNUSED || count == 0) {
                throw new DataFormatException(
                        file + " is corrupt: a record has impossible labels. Prepare the data again");
            }
        }
        return labels;
    }

    private static int label(ByteBuffer block, int at, int place) {
        return block.getInt(at + place * Integer.BYTES);
    }
}
