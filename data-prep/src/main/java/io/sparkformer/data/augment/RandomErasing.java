package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;
import org.jspecify.annotations.Nullable;

/**
 * A box of random size and place is overwritten (Zhong et al. 2020, "Random erasing data augmentation", algorithm 1; the
 * ratio is drawn by its logarithm, as in torchvision and timm). Where no box of ten tries fits, nothing is erased.
 *
 * @param probability that an image loses a box
 * @param minArea smallest share of the image's area
 * @param maxArea largest share
 * @param minRatio smallest width / height
 * @param maxRatio largest width / height
 * @param fill the box's colour; null for noise, each level even from 0 to 255, as in the paper
 */
public record RandomErasing(
        double probability,
        double minArea,
        double maxArea,
        double minRatio,
        double maxRatio,
        @Nullable Colour fill) implements RandomChange {
    private static final long serialVersionUID = 1;

    /** Checks the ranges. */
    public RandomErasing {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "augmentation.erasing.probability = " + probability + ": set it from 0 to 1");
        }
        if (!(minArea > 0 && minArea <= maxArea && maxArea <= 1)) {
            throw new IllegalArgumentException("augmentation.erasing: min-area = " + minArea + ", max-area = " + maxArea
                    + ": needs 0 < min-area <= max-area <= 1");
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && Double.isFinite(maxRatio))) {
            throw new IllegalArgumentException("augmentation.erasing: min-ratio = " + minRatio + ", max-ratio = "
                    + maxRatio + ": needs 0 < min-ratio <= max-ratio");
        }
    }

    @Override
    public long stage() {
        return 0x45524153;
    }

    @Override
    public void apply(Canvas canvas, KeyedRandom random) {
        if (random.nextDouble() >= probability) {
            return;
        }
        Box box = new RandomBox(minArea, maxArea, minRatio, maxRatio).draw(canvas.width(), canvas.height(), random);
        if (box == null) {
            return;
        }
        for (int row = box.y(); row < box.y() + box.height(); row++) {
            if (fill != null) {
                fill.fillRow(canvas.pixels(), canvas.width(), canvas.channels(), row, box.x(), box.x() + box.width());
            } else {
                addNoise(canvas, (row * canvas.width() + box.x()) * canvas.channels(), box.width(), random);
            }
        }
    }

    private static void addNoise(Canvas canvas, int from, int columns, KeyedRandom random) {
        byte[] pixels = canvas.pixels();
        int end = from + columns * canvas.channels();
        long bits = 0;
        for (int at = from; at < end; at++) {
            bits = (at - from) % Long.BYTES == 0 ? random.nextLong() : bits >>> Byte.SIZE;
            pixels[at] = (byte) bits;
        }
    }
}
