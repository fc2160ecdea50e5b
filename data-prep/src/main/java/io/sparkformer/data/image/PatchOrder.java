package io.sparkformer.data.image;

/**
 * The order in which prepared samples store their pixels: patches row by row; inside a patch channel by channel, each
 * channel row by row: (patch row, patch column, C, P, P). It is what a ViT's patch embedding multiplies (Dosovitskiy et
 * al. 2021, equation 1, with the weight laid out as a convolution's), and it is invertible, so that crops and another
 * patch size remain possible at training time.
 *
 * <p>Immutable and thread-safe.
 */
public final class PatchOrder {
    private final int size;
    private final int channels;
    private final int patch;
    /** For each stored byte its place in an image of interleaved channels. */
    private final int[] places;

    /**
     * An order for square images.
     *
     * @param size pixels a side
     * @param channels 1 or 3
     * @param patch pixels a side of a patch; divides the size
     */
    public PatchOrder(int size, int channels, int patch) {
        PixelImage.requireChannels(channels);
        if (patch < 1 || size < patch || size % patch != 0) {
            throw new IllegalArgumentException(
                    "patch-size = " + patch + " does not divide image-size = " + size + ": choose one that does");
        }
        this.size = size;
        this.channels = channels;
        this.patch = patch;
        this.places = places(size, channels, patch);
    }

    private static int[] places(int size, int channels, int patch) {
        int[] places = new int[Math.multiplyExact(Math.multiplyExact(size, size), channels)];
        int stored = 0;
        for (int top = 0; top < size; top += patch) {
            for (int left = 0; left < size; left += patch) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int y = top; y < top + patch; y++) {
                        for (int x = left; x < left + patch; x++) {
                            places[stored++] = (y * size + x) * channels + channel;
                        }
                    }
                }
            }
        }
        return places;
    }

    /** The stored form of an image of exactly this order's size: size x size x channels bytes. */
    public byte[] toPatches(PixelImage image) {
        if (image.width() != size || image.height() != size || image.channels() != channels) {
            throw new IllegalArgumentException(
                    image + " is not of the prepared size " + size + " x " + size + " x " + channels);
        }
        byte[] patches = new byte[places.length];
        byte[] pixels = image.pixels();
        for (int i = 0; i < patches.length; i++) {
            patches[i] = pixels[places[i]];
        }
        return patches;
    }

    /** The image of a stored form. */
    public PixelImage toImage(byte[] patches) {
        if (patches.length != places.length) {
            throw new IllegalArgumentException("a record of " + patches.length + " bytes, expected " + places.length
                    + " for patches of " + patch + " in " + size + " x " + size + " x " + channels);
        }
        byte[] pixels = new byte[patches.length];
        for (int i = 0; i < patches.length; i++) {
            pixels[places[i]] = patches[i];
        }
        return new PixelImage(size, size, channels, pixels);
    }
}
