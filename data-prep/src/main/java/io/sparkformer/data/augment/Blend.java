package io.sparkformer.data.augment;

/**
 * Mixing two levels as Pillow's ImageEnhance does: base + factor (level - base), cut off at 0 and 255. A factor of 0 gives
 * the base, 1 the level itself, and more than 1 goes beyond it. In 16 bits fixed point, rounded to the nearest.
 */
final class Blend {
    /** Larger factors would leave 32 bits. */
    static final double LARGEST = 100;

    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);

    private Blend() {}

    /** A factor in fixed point. */
    static int fixed(double factor) {
        if (!(factor >= 0 && factor <= LARGEST)) {
            throw new IllegalArgumentException("factor " + factor + ": use one from 0 to " + LARGEST);
        }
        return (int) Math.floor(factor * (1 << BITS) + 0.5);
    }

    static byte mix(int base, int level, int fixedFactor) {
        return clipped(base + ((fixedFactor * (level - base) + HALF) >> BITS));
    }

    private static byte clipped(int level) {
        return (byte) Math.max(0, Math.min(255, level));
    }
}
