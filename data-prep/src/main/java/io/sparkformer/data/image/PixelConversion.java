package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From the words of a decoded raster to interleaved bytes: transparency over white, palettes, colour to grey. */
final class PixelConversion {
    /** In a table of colours: there is no such colour. */
    static final int NO_COLOUR = -1;

    /** No pixel equals it: red, green and blue have 24 bits. */
    static final int NO_COLOUR_KEY = -1;

    /** What shows through where a picture is transparent. */
    static final int WHITE = 0xFFFFFF;

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

    /** A colour that was multiplied by its alpha, laid over white. */
    static int premultipliedOverWhite(int rgb, int alpha) {
        int light = 255 - alpha;
        return rgb(
                Math.min(255, (rgb >>> 16 & 0xFF) + light),
                Math.min(255, (rgb >>> 8 & 0xFF) + light),
                Math.min(255, (rgb & 0xFF) + light));
    }

    private static int channelOverWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    /** Brightness by ITU-R BT.601 in 16-bit fixed point; a grey colour keeps its value exactly. */
    static int luma(int rgb) {
        return (19595 * (rgb >>> 16 & 0xFF) + 38470 * (rgb >>> 8 & 0xFF) + 7471 * (rgb & 0xFF) + 32768) >>> 16;
    }

    /** The rows of a raster of 32-bit pixels, which is closed with them. A pixel of the colour key is transparent. */
    static PixelRows colours(LeptonicaRaster raster, int colourKey) {
        boolean alpha = raster.hasAlpha();
        return PixelRows.ofParts(
                raster.width(),
                raster.height(),
                (y, from, rgb) -> {
                    raster.row(y, from, rgb);
                    if (alpha) {
                        blend(rgb);
                    } else {
                        dropAlpha(rgb);
                        replace(rgb, colourKey);
                    }
                },
                raster::close);
    }

    private static void blend(int[] words) {
        for (int x = 0; x < words.length; x++) {
            words[x] = overWhite(words[x] >>> 8, words[x] & 0xFF);
        }
    }

    private static void dropAlpha(int[] words) {
        for (int x = 0; x < words.length; x++) {
            words[x] >>>= 8;
        }
    }

    private static void replace(int[] rgb, int colourKey) {
        if (colourKey == NO_COLOUR_KEY) {
            return;
        }
        for (int x = 0; x < rgb.length; x++) {
            rgb[x] = rgb[x] == colourKey ? WHITE : rgb[x];
        }
    }

    /**
     * The rows of a raster of 1, 2, 4 or 8 bits per pixel, which is closed with them.
     *
     * @param table the colour of each pixel value; {@link #NO_COLOUR} for values that must not occur
     */
    static PixelRows table(LeptonicaRaster raster, int[] table) {
        int[] words = new int[raster.wordsPerRow()];
        int depth = raster.depth();
        int width = raster.width();
        return PixelRows.of(
                width,
                raster.height(),
                (y, rgb) -> {
                    raster.row(y, 0, words);
                    for (int x = 0; x < width; x++) {
                        rgb[x] = lookUp(table, value(words, x, depth), x, y);
                    }
                },
                raster::close);
    }

    private static int value(int[] words, int x, int depth) {
        int perWord = 32 / depth;
        int value = words[x / perWord] >>> (32 - depth * (x % perWord + 1)) & (1 << depth) - 1;
        // Leptonica's one-bit rasters hold 1 for black, the files 0.
        return depth == 1 ? value ^ 1 : value;
    }

    /** The colour of a pixel value. */
    static int lookUp(int[] table, int value, int x, int y) throws RejectedImageException {
        if (value >= table.length || table[value] == NO_COLOUR) {
            throw new RejectedImageException(
                    Reason.TRUNCATED_OR_CORRUPT,
                    "pixel (" + x + ", " + y + ") uses colour " + value + ", which the palette does not have");
        }
        return table[value];
    }

    /** Lays a picture onto a larger white canvas. */
    static PixelRows onCanvas(PixelRows picture, int left, int top, int width, int height) {
        if (left == 0 && top == 0 && width == picture.width() && height == picture.height()) {
            return picture;
        }
        int[] part = new int[picture.width()];
        return PixelRows.of(
                width,
                height,
                (y, rgb) -> {
                    Arrays.fill(rgb, 0, width, WHITE);
                    if (y >= top && y < top + picture.height()) {
                        picture.row(y - top, 0, part);
                        System.arraycopy(part, 0, rgb, left, part.length);
                    }
                },
                picture::close);
    }

    /** Pixels of an image as words, from the pixel {@code from} on: the last channel in the lowest byte. */
    static void toWords(PixelImage image, int from, int[] words) {
        byte[] pixels = image.pixels();
        int at = from * image.channels();
        for (int x = 0; x < words.length; x++) {
            int word = pixels[at++] & 0xFF;
            if (image.channels() == 3) {
                word = word << 16 | (pixels[at++] & 0xFF) << 8 | (pixels[at++] & 0xFF);
            }
            words[x] = word;
        }
    }

    /** Colours to their brightness. */
    static void toLuma(int[] words) {
        for (int x = 0; x < words.length; x++) {
            words[x] = luma(words[x]);
        }
    }

    /** Interleaves a row of pixels into {@code bytes}, from {@code to} on. */
    static void toBytes(int[] rgb, int channels, byte[] bytes, int to) {
        int at = to;
        for (int pixel : rgb) {
            if (channels == 1) {
                bytes[at++] = (byte) luma(pixel);
            } else {
                bytes[at++] = (byte) (pixel >>> 16);
                bytes[at++] = (byte) (pixel >>> 8);
                bytes[at++] = (byte) pixel;
            }
        }
    }

    /**
     * The colours of a palette.
     *
     * @param entries red, green, blue of each entry
     * @param alphas of the first entries; null if all are opaque
     */
    static int[] palette(byte[] entries, byte @Nullable [] alphas) {
        int[] table = new int[entries.length / 3];
        for (int i = 0; i < table.length; i++) {
            int rgb = rgb(entries[3 * i] & 0xFF, entries[3 * i + 1] & 0xFF, entries[3 * i + 2] & 0xFF);
            table[i] = alphas != null && i < alphas.length ? overWhite(rgb, alphas[i] & 0xFF) : rgb;
        }
        return table;
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
