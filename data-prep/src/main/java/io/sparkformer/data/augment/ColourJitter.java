package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;
import java.util.List;

/**
 * Brightness, contrast, saturation and hue changed at random, one after the other in random order (Howard 2013, "Some
 * improvements on deep convolutional neural network based image classification"; ranges and order as torchvision's
 * ColorJitter). Grey images keep out of the last two.
 *
 * @param brightness the factor is drawn from 1 - this, but not below 0, to 1 + this
 * @param contrast the same for the factor of contrast
 * @param saturation the same for the factor of saturation
 * @param hue turns of the colour circle are drawn from minus this to this, at most 0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) implements RandomChange {
    private static final long serialVersionUID = 1;

    /** Largest strength that is of use: the factor goes to 1 + 10. */
    private static final double STRONGEST = 10;

    /** Checks the strengths. */
    public ColourJitter {
        requireStrength("brightness", brightness, STRONGEST);
        requireStrength("contrast", contrast, STRONGEST);
        requireStrength("saturation", saturation, STRONGEST);
        requireStrength("hue", hue, 0.5);
    }

    private static void requireStrength(String key, double value, double largest) {
        if (!(value >= 0 && value <= largest)) {
            throw new IllegalArgumentException(
                    "augmentation.colour-jitter." + key + " = " + value + ": set it from 0 to " + largest);
        }
    }

    /** Whether it changes anything. */
    public boolean isOn() {
        return brightness > 0 || contrast > 0 || saturation > 0 || hue > 0;
    }

    @Override
    public long stage() {
        return 0x4A495454;
    }

    @Override
    public void apply(Canvas canvas, KeyedRandom random) {
        List<PixelOperation> operations = List.of(
                new Brightness(factor(random, brightness)),
                new Contrast(factor(random, contrast)),
                new Saturation(factor(random, saturation)),
                new HueShift(Draws.uniform(random, -hue, hue)));
        int[] order = {0, 1, 2, 3};
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int chosen = order[j];
            order[j] = order[i];
            order[i] = chosen;
        }
        for (int next : order) {
            if (strength(next) > 0) {
                operations.get(next).apply(canvas);
            }
        }
    }

    private static double factor(KeyedRandom random, double strength) {
        return Draws.uniform(random, Math.max(0, 1 - strength), 1 + strength);
    }

    private double strength(int operation) {
        return switch (operation) {
            case 0 -> brightness;
            case 1 -> contrast;
            case 2 -> saturation;
            default -> hue;
        };
    }
}
