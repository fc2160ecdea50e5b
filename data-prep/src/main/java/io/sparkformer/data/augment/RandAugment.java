package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;

/**
 * RandAugment (Cubuk et al. 2020, "RandAugment: practical automated data augmentation with a reduced search space",
 * section 3): N operations, each drawn evenly and with replacement from the paper's fourteen, at one magnitude.
 *
 * <p>The variant is that of torchvision's RandAugment and of timm's "inc1": every operation leaves the image as it is at
 * magnitude 0 and grows with it; {@link RandAugmentOperation} has the ranges. Magnitude 10 is the full range, as in the
 * paper's code and timm; torchvision's bins 0 to 30 are three times as fine, so that its 9 is 3 here. Rotations and shears
 * interpolate bilinearly, and what they leave empty takes the fill.
 *
 * @param operations N, how many operations an image goes through
 * @param magnitude M, 0 to 10
 * @param deviation standard deviation of the magnitude, drawn anew for each operation and cut off at 0 and 10; 0 for none
 *     (timm's mstd)
 * @param probability that a drawn operation is applied; 1 in the paper, 0.5 in timm's recipes
 * @param fill what rotations, shears and shifts leave empty
 */
public record RandAugment(int operations, double magnitude, double deviation, double probability, Colour fill)
        implements RandomChange {
    private static final long serialVersionUID = 1;

    /** The magnitude at which every operation is at its strongest. */
    public static final double LARGEST = 10;

    /** Checks the numbers. */
    public RandAugment {
        if (operations < 1) {
            throw new IllegalArgumentException(
                    "augmentation.rand-augment.operations = " + operations + ": set it to 1 or more");
        }
        if (!(magnitude >= 0 && magnitude <= LARGEST)) {
            throw new IllegalArgumentException(
                    "augmentation.rand-augment.magnitude = " + magnitude + ": set it from 0 to " + LARGEST);
        }
        if (!(deviation >= 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException(
                    "augmentation.rand-augment.deviation = " + deviation + ": set it to 0 or more");
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "augmentation.rand-augment.probability = " + probability + ": set it from 0 to 1");
        }
    }

    @Override
    public long stage() {
        return 0x52414E44;
    }

    @Override
    public void apply(Canvas canvas, KeyedRandom random) {
        RandAugmentOperation[] all = RandAugmentOperation.values();
        for (int i = 0; i < operations; i++) {
            // Always as many draws: what one operation does not use must not move those of the next.
            RandAugmentOperation operation = all[random.nextInt(all.length)];
            double drawn = magnitude + deviation * Draws.gaussian(random);
            double strength = Math.max(0, Math.min(LARGEST, drawn)) / LARGEST;
            boolean reversed = random.nextLong() < 0;
            if (random.nextDouble() < probability) {
                operation.at(strength, reversed, canvas, fill).apply(canvas);
            }
        }
    }
}
