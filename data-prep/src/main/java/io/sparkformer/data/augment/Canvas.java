package io.sparkformer.data.augment;

import io.sparkformer.data.image.PixelImage;

/**
 * An image while it is being changed, in memory that is used again for the next one. Operations either change its bytes
 * in place, or write to {@link #spare()} and swap. Belongs to one thread.
 */
public final class Canvas {
    private int width;
    private int height;
    private int channels;
    private byte[] pixels = new byte[0];
    private byte[] spare = new byte[0];

    /** Takes over a copy of an image. */
    void load(PixelImage image) {
        width = image.width();
        height = image.height();
        channels = image.channels();
        if (pixels.length != image.pixels().length) {
            pixels = new byte[image.pixels().length];
            spare = new byte[image.pixels().length];
        }
        System.arraycopy(image.pixels(), 0, pixels, 0, pixels.length);
    }

    /** A copy of the image as it is now. */
    PixelImage toImage() {
        return new PixelImage(width, height, channels, pixels.clone());
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int channels() {
        return channels;
    }

    boolean isGrey() {
        return channels == 1;
    }

    /** Height x width x channels unsigned bytes. */
    byte[] pixels() {
        return pixels;
    }

    /** As many bytes with any content. */
    byte[] spare() {
        return spare;
    }

    /** Makes what was written to {@link #spare()} the image. */
    void swap() {
        byte[] before = pixels;
        pixels = spare;
        spare = before;
    }

    /** The luma of the pixel at {@code at}, ITU-R BT.601 in 16 bits fixed point; a grey pixel is its own. */
    int luma(int at) {
        if (channels == 1) {
            return pixels[at] & 0xFF;
        }
        return (19595 * (pixels[at] & 0xFF) + 38470 * (pixels[at + 1] & 0xFF) + 7471 * (pixels[at + 2] & 0xFF) + 0x8000)
                >> 16;
    }
}
