package io.sparkformer.data.augment;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.image.Resampler;
import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;
import java.util.List;
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
 * @param changes further ones, after those above and in this order
 */
public record Augmentation(boolean flip, @Nullable RandomResizedCrop crop, int padCrop, List<RandomChange> changes)
        implements Serializable {
    /** Nothing but the size changes. */
    public static final Augmentation NONE = new Augmentation(false, null, 0);

    private static final long serialVersionUID = 1;

    private static final long CROP_STAGE = 0x43524F50;
    private static final long SHIFT_STAGE = 0x53484946;
    private static final long FLIP_STAGE = 0x464C4950;

    /** Checks that the stages fit each other. */
    public Augmentation {
        changes = List.copyOf(changes);
        if (padCrop < 0) {
            throw new IllegalArgumentException("augmentation.pad-crop = " + padCrop + ": set it to 0 or more pixels");
        }
        if (crop != null && padCrop > 0) {
            throw new IllegalArgumentException(
                    "augmentation.pad-crop = " + padCrop + " together with augmentation.crop: switch one of them off");
        }
    }

    /** Without further changes. */
    public Augmentation(boolean flip, @Nullable RandomResizedCrop crop, int padCrop) {
        this(flip, crop, padCrop, List.of());
    }

    /** Augments one image in memory of its own. */
    public PixelImage apply(PixelImage image, long sampleKey, int outputSize) {
        return apply(image, sampleKey, outputSize, new Canvas());
    }

    /**
     * Augments one image.
     *
     * @param image of any size
     * @param sampleKey made of seed, epoch and sample; its bits need not be well mixed
     * @param outputSize pixels a side of the result
     * @param canvas to work on; its content does not matter
     */
    public PixelImage apply(PixelImage image, long sampleKey, int outputSize, Canvas canvas) {
        PixelImage fitted = crop != null
                ? crop.apply(image, new KeyedRandom(sampleKey, CROP_STAGE), outputSize)
                : Resampler.fit(image, outputSize, Fit.CROP);
        canvas.load(fitted);
        if (padCrop > 0) {
            KeyedRandom random = new KeyedRandom(sampleKey, SHIFT_STAGE);
            int down = random.nextInt(2 * padCrop + 1) - padCrop;
            int right = random.nextInt(2 * padCrop + 1) - padCrop;
            new Shift(right, down, Colour.BLACK).apply(canvas);
        }
        if (flip && new KeyedRandom(sampleKey, FLIP_STAGE).nextLong() < 0) {
            new Mirror().apply(canvas);
        }
        for (RandomChange change : changes) {
            change.apply(canvas, new KeyedRandom(sampleKey, change.stage()));
        }
        return canvas.toImage();
    }
}
