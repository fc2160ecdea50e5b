package io.sparkformer.data.image;

import java.io.Serializable;

/**
 * What an image file may cost at most. Both limits are checked before a single pixel is decoded.
 *
 * @param maxPixels the largest allowed width times height; decoding needs about 7 bytes of memory per pixel,
 *     BMP and TIFF up to 16
 * @param maxBytes the largest allowed encoded file in bytes
 */
public record ImageLimits(long maxPixels, long maxBytes) implements Serializable {
    /** Above this an encoded file no longer fits one Java array with room to spare. */
    public static final long GREATEST_BYTES = 1L << 30;

    /** Above this three channels of a decoded image no longer fit one Java array. */
    public static final long GREATEST_PIXELS = 700_000_000;

    /** Checks both limits. */
    public ImageLimits {
        require("max-pixels", maxPixels, GREATEST_PIXELS);
        require("max-bytes", maxBytes, GREATEST_BYTES);
    }

    private static void require(String key, long value, long greatest) {
        if (value < 1 || value > greatest) {
            throw new IllegalArgumentException(key + " = " + value + ": set it between 1 and " + greatest);
        }
    }
}
