package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A part of an image of random area, shape and place.
 *
 * @param minArea smallest share of the image's area
 * @param maxArea largest share
 * @param minRatio smallest width / height in pixels; the logarithm of the ratio is evenly distributed
 * @param maxRatio largest width / height
 */
record RandomBox(double minArea, double maxArea, double minRatio, double maxRatio) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int TRIES = 10;

    /** The first of ten tries that fits into the image; null where none does. */
    @Nullable Box draw(int width, int height, KeyedRandom random) {
        // StrictMath: Math's logarithm and exponential may differ between machines in the last bit.
        double logMin = StrictMath.log(minRatio);
        double logMax = StrictMath.log(maxRatio);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double area = (double) width * height * Draws.uniform(random, minArea, maxArea);
            double ratio = StrictMath.exp(Draws.uniform(random, logMin, logMax));
            long w = Math.round(Math.sqrt(area * ratio));
            long h = Math.round(Math.sqrt(area / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int y = random.nextInt(height - (int) h + 1);
                int x = random.nextInt(width - (int) w + 1);
                return new Box(x, y, (int) w, (int) h);
            }
        }
        return null;
    }
}
