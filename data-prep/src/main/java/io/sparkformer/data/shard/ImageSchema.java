package io.sparkformer.data.shard;

/**
 * Records of images.
 *
 * @param size pixels a side of the stored square images
 * @param channels 1 or 3
 * @param patch pixels a side of a patch, in whose order the pixels are stored; divides the size
 * @param maxLabels how many labels a record has room for; each has at least one
 */
public record ImageSchema(int size, int channels, int patch, int maxLabels) implements RecordSchema {
    /** Largest side: the record and its block must fit one array. */
    public static final int MAX_SIZE = 8192;

    private static final int LABEL_BYTES = 4;

    /** Checks the four numbers. */
    public ImageSchema {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("image-size = " + size + ": set it between 1 and " + MAX_SIZE);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels = " + channels + ": use 1 (grey) or 3 (colour)");
        }
        if (patch < 1 || size % patch != 0) {
            throw new IllegalArgumentException(
                    "patch-size = " + patch + " does not divide image-size = " + size + ": choose one that does");
        }
        if (maxLabels < 1 || maxLabels > MAX_LABELS) {
            throw new IllegalArgumentException("max-labels = " + maxLabels + ": set it between 1 and " + MAX_LABELS);
        }
    }

    /** Records of one label each. */
    public ImageSchema(int size, int channels, int patch) {
        this(size, channels, patch, 1);
    }

    /** Bytes of one image: size x size x channels. */
    public int imageBytes() {
        return size * size * channels;
    }

    /** Bytes of a record's labels. */
    public int labelBytes() {
        return LABEL_BYTES * maxLabels;
    }

    /** Bytes of one record: labels and image. */
    @Override
    public int recordBytes() {
        return labelBytes() + imageBytes();
    }
}
