package io.sparkformer.data.augment;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.image.Resampler;
import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an image at training time: a pure function of the image and the sample's key, so that it is the same
 * on whichever machine, in whichever order. Each stage draws from numbers of its own: switching one off changes no
 * other. Immutable and thread-safe.
 *
 * @param flip mirror left and right with probability one half
 * @param crop a random part scaled to the wanted size; null for the whole image
 * @param padCrop how far, in pixels of the output, the image is shifted at random, with black moving in; 0 for not at
 *     all. Not together with {@code crop}.
 */
public record Augmentation(boolean flip, @Nullable RandomResizedCrop crop, int padCrop) implements Serializable {
    /** Nothing but the size changes. */
    public static final Augmentation NONE = new Augmentation(false, null, 0);

    private static final long CROP_STAGE = 0x43524F50;
    private static final long SHIFT_STAGE = 0x53484946;
    private static final long FLIP_STAGE = 0x464C4950;

    /** Checks that the stages fit each other. */
    public Augmentation {
        if (padCrop < 0) {
            throw new IllegalArgumentException("augmentation.pad-crop = " + padCrop + ": set it to 0 or more pixels");
        }
        if (crop != null && padCrop > 0) {
            throw new IllegalArgumentException(
                    "augmentation.pad-crop = " + padCrop + " together with augmentation.crop: switch one of them off");
        }
    }

    /**
     * Augments one image.
     *
     * @param image of any size
     * @param sampleKey made of seed, epoch and sample; its bits need not be well mixed
     * @param outputSize pixels a side of the result
     */
    public PixelImage apply(PixelImage image, long sampleKey, int outputSize) {
        PixelImage result = crop != null
                ? crop.apply(image, new KeyedRandom(sampleKey, CROP_STAGE), outputSize)
                : Resampler.fit(image, outputSize, Fit.CROP);
        if (padCrop > 0) {
            KeyedRandom random = new KeyedRandom(sampleKey, SHIFT_STAGE);
            int down = random.nextInt(2 * padCrop + 1) - padCrop;
            int right = random.nextInt(2 * padCrop + 1) - padCrop;
            result = shifted(result, right, down);
        }
        if (flip && new KeyedRandom(sampleKey, FLIP_STAGE).nextLong() < 0) {
            result = mirrored(result);
        }
        return result;
    }

    private static PixelImage shifted(PixelImage image, int right, int down) {
        int channels = image.channels();
        int columns = image.width() - Math.abs(right);
        byte[] pixels = new byte[image.pixels().length];
        for (int y = Math.max(0, down); y < image.height() + Math.min(0, down) && columns > 0; y++) {
            int from = ((y - down) * image.width() + Math.max(0, -right)) * channels;
            int to = (y * image.width() + Math.max(0, right)) * channels;
            System.arraycopy(image.pixels(), from, pixels, to, columns * channels);
        }
        return new PixelImage(image.width(), image.height(), channels, pixels);
    }

    private static PixelImage mirrored(PixelImage image) {
        int channels = image.channels();
        byte[] pixels = new byte[image.pixels().length];
        int to = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = image.width() - 1; x >= 0; x--) {
                for (int channel = 0; channel < channels; channel++) {
                    pixels[to++] = image.pixels()[(y * image.width() + x) * channels + channel];
                }
            }
        }
        return new PixelImage(image.width(), image.height(), channels, pixels);
    }
}
