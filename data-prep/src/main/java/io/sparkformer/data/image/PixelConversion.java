package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;

/** From the words of a decoded raster to interleaved bytes: transparency over white, palettes, colour to grey. */
final class PixelConversion {
    /** In a table of colours: there is no such colour. */
    static final int NO_COLOUR = -1;

    /** No pixel equals it: red, green and blue have 24 bits. */
    static final int NO_COLOUR_KEY = -1;

    private static final int WHITE = 0xFFFFFF;

    private PixelConversion() {}

    /** Red, green and blue in the lower 24 bits. */
    static int rgb(int red, int green, int blue) {
        return red << 16 | green << 8 | blue;
    }

    /** A colour laid over white. */
    static int overWhite(int rgb, int alpha) {
        return rgb(
                channelOverWhite(rgb >>> 16 & 0xFF, alpha),
                channelOverWhite(rgb >>> 8 & 0xFF, alpha),
                channelOverWhite(rgb & 0xFF, alpha));
    }

    private static int channelOverWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    /** Brightness by ITU-R BT.601 in 16-bit fixed point; a grey colour keeps its value exactly. */
    static int luma(int rgb) {
        return (19595 * (rgb >>> 16 & 0xFF) + 38470 * (rgb >>> 8 & 0xFF) + 7471 * (rgb & 0xFF) + 32768) >>> 16;
    }

    /** A raster of 32-bit pixels. A pixel of the colour key is transparent. */
    static PixelImage fromColours(LeptonicaRaster raster, int width, int height, int channels, int colourKey) {
        boolean alpha = raster.hasAlpha();
        byte[] pixels = new byte[width * height * channels];
        int[] words = new int[raster.wordsPerRow()];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.row(y, words);
            for (int x = 0; x < width; x++) {
                int rgb = words[x] >>> 8;
                if (alpha) {
                    rgb = overWhite(rgb, words[x] & 0xFF);
                } else if (rgb == colourKey) {
                    rgb = WHITE;
                }
                to = put(pixels, to, rgb, channels);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /**
     * A raster of 1, 2, 4 or 8 bits per pixel.
     *
     * @param table the colour of each pixel value; {@link #NO_COLOUR} for values that must not occur
     */
    static PixelImage fromTable(LeptonicaRaster raster, int width, int height, int channels, int[] table)
            throws RejectedImageException {
        int depth = raster.depth();
        // Leptonica's one-bit rasters hold 1 for black, the files 0.
        int flip = depth == 1 ? 1 : 0;
        int mask = (1 << depth) - 1;
        int perWord = 32 / depth;
        byte[] pixels = new byte[width * height * channels];
        int[] words = new int[raster.wordsPerRow()];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.row(y, words);
            for (int x = 0; x < width; x++) {
                int value = (words[x / perWord] >>> (32 - depth * (x % perWord + 1)) & mask) ^ flip;
                if (value >= table.length || table[value] == NO_COLOUR) {
                    throw new RejectedImageException(
                            Reason.TRUNCATED_OR_CORRUPT,
                            "pixel (" + x + ", " + y + ") uses colour " + value + ", which the palette does not have");
                }
                to = put(pixels, to, table[value], channels);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    private static int put(byte[] pixels, int to, int rgb, int channels) {
        if (channels == 1) {
            pixels[to] = (byte) luma(rgb);
            return to + 1;
        }
        pixels[to] = (byte) (rgb >>> 16);
        pixels[to + 1] = (byte) (rgb >>> 8);
        pixels[to + 2] = (byte) rgb;
        return to + 3;
    }

    /** Evenly spread shades of grey: black is 0, white the greatest value of that many bits. */
    static int[] greyTable(int bits) {
        int[] table = new int[1 << bits];
        for (int value = 0; value < table.length; value++) {
            int shade = value * 255 / (table.length - 1);
            table[value] = rgb(shade, shade, shade);
        }
        return table;
    }
}
