package io.sparkformer.data.image;

/**
 * How a stored raster must be turned or mirrored to stand upright: the eight values of the EXIF tag Orientation (EXIF
 * 2.32, tag 0x0112). A picture's value names where its first row and first column belong.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    UPSIDE_DOWN_MIRRORED(false, false, true),
    TRANSPOSED(true, false, false),
    TURN_RIGHT(true, true, false),
    TRANSVERSED(true, true, true),
    TURN_LEFT(true, false, true);

    /** Rows become columns, before anything is mirrored. */
    private final boolean transpose;

    private final boolean mirrorX;
    private final boolean mirrorY;

    Orientation(boolean transpose, boolean mirrorX, boolean mirrorY) {
        this.transpose = transpose;
        this.mirrorX = mirrorX;
        this.mirrorY = mirrorY;
    }

    /** The orientation of a tag's value; values outside 1 to 8 mean nothing and count as upright. */
    static Orientation ofTag(int value) {
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
    }

    /** The upright picture of a stored one. */
    PixelImage apply(PixelImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = transpose ? stored.height() : stored.width();
        int height = transpose ? stored.width() : stored.height();
        int channels = stored.channels();
        byte[] upright = new byte[stored.pixels().length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int v = mirrorY ? height - 1 - y : y;
            for (int x = 0; x < width; x++) {
                int u = mirrorX ? width - 1 - x : x;
                int from = (transpose ? u * stored.width() + v : v * stored.width() + u) * channels;
                for (int channel = 0; channel < channels; channel++) {
                    upright[to++] = stored.pixels()[from + channel];
                }
            }
        }
        return new PixelImage(width, height, channels, upright);
    }
}
