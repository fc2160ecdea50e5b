package io.sparkformer.data.augment;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.image.Resampler;
import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;

/**
 * A part of random area and shape at a random place, scaled to the wanted size (Szegedy et al., "Going deeper with
 * convolutions", 2015, section 6). Ten tries; if none fits, the largest centred part whose shape is allowed.
 *
 * @param minScale smallest share of the image's area, above 0
 * @param maxScale largest share, at most 1
 * @param minRatio smallest width / height of the part in pixels
 * @param maxRatio largest width / height
 */
public record RandomResizedCrop(double minScale, double maxScale, double minRatio, double maxRatio)
        implements Serializable {
    /** Checks both ranges. */
    public RandomResizedCrop {
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException("augmentation.crop: min-scale = " + minScale + ", max-scale = "
                    + maxScale + ": needs 0 < min-scale <= max-scale <= 1");
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && Double.isFinite(maxRatio))) {
            throw new IllegalArgumentException("augmentation.crop: min-ratio = " + minRatio + ", max-ratio = "
                    + maxRatio + ": needs 0 < min-ratio <= max-ratio");
        }
    }

    PixelImage apply(PixelImage image, KeyedRandom random, int outputSize) {
        Box box = box(image.width(), image.height(), random);
        return Resampler.cropAndResize(image, box.x(), box.y(), box.width(), box.height(), outputSize, outputSize);
    }

    Box box(int width, int height, KeyedRandom random) {
        Box box = new RandomBox(minScale, maxScale, minRatio, maxRatio).draw(width, height, random);
        return box != null ? box : centered(width, height);
    }

    private Box centered(int width, int height) {
        double ratio = (double) width / height;
        int w = ratio > maxRatio ? (int) Math.max(1, Math.round(height * maxRatio)) : width;
        int h = ratio < minRatio ? (int) Math.max(1, Math.round(width / minRatio)) : height;
        return new Box((width - w) / 2, (height - h) / 2, w, h);
    }
}
