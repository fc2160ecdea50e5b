package io.sparkformer.data.image;

import java.util.Arrays;

/**
 * A decoded image: 8 bits per channel, row by row, channels interleaved (height, width, channel). The array is not
 * copied; whoever creates an image hands it over.
 *
 * @param width pixels per row
 * @param height rows
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels width x height x channels unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record PixelImage(int width, int height, int channels, byte[] pixels) {
    /** Checks that the sizes fit each other. */
    public PixelImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("image of " + width + " x " + height + ": both must be at least 1");
        }
        requireChannels(channels);
        long expected = (long) width * height * channels;
        if (pixels.length != expected) {
            throw new IllegalArgumentException("image of " + width + " x " + height + " x " + channels + " needs "
                    + expected + " bytes, but has " + pixels.length);
        }
    }

    /** The value of one channel of one pixel, from 0 to 255. */
    public int value(int x, int y, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xFF;
    }

    static void requireChannels(int channels) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels = " + channels + ": use 1 (grey) or 3 (colour)");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelImage that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return ((width * 31 + height) * 31 + channels) * 31 + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "PixelImage[" + width + " x " + height + " x " + channels + "]";
    }
}
