package io.sparkformer.data.augment;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.image.Resampler;
import java.io.Serializable;

/**
 * What happens to an image when a model is evaluated or used: the centred square of a part of the shorter side, scaled
 * to the model's size. Nothing random.
 *
 * @param cropFraction how much of the shorter side remains; 1 for all of it
 */
public record EvaluationTransform(double cropFraction) implements Serializable {
    /** All of the shorter side. */
    public static final EvaluationTransform WHOLE = new EvaluationTransform(1.0);

    /** Checks the fraction. */
    public EvaluationTransform {
        if (!(cropFraction > 0 && cropFraction <= 1)) {
            throw new IllegalArgumentException(
                    "evaluation.crop-fraction = " + cropFraction + ": set it above 0 and at most to 1");
        }
    }

    /** The square that the model sees. */
    public PixelImage apply(PixelImage image, int outputSize) {
        // Whole pixels: half a pixel of offset would blur an image that needs no scaling at all.
        int shorter = Math.min(image.width(), image.height());
        int side = (int) Math.max(1, Math.round(shorter * cropFraction));
        int x = (image.width() - side) / 2;
        int y = (image.height() - side) / 2;
        return Resampler.cropAndResize(image, x, y, side, side, outputSize, outputSize);
    }
}
