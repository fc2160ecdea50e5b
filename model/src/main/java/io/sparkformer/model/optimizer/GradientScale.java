package io.sparkformer.model.optimizer;

/**
 * A factor for gradients in single precision, as {@code first * second}. A gradient is multiplied by {@code first}, then
 * by {@code second}. {@code first} is 1 except for factors that a float could not hold with all its bits: exploding
 * gradients are scaled to a small norm.
 */
record GradientScale(float first, float second) {
    /** A power of two, so that multiplying a large gradient by it is exact. */
    private static final float TINY = 0x1p-100f;

    static GradientScale of(double factor) {
        Checks.positive("the gradients' factor", factor);
        float first = factor < TINY ? TINY : 1;
        return new GradientScale(first, (float) (factor / first));
    }
}
