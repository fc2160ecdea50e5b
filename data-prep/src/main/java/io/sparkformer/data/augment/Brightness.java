package io.sparkformer.data.augment;

/**
 * Mixes an image with black, as Pillow's ImageEnhance.Brightness.
 *
 * @param factor 0 for black, 1 for the image itself, more for a brighter one
 */
record Brightness(double factor) implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        int fixed = Blend.fixed(factor);
        LevelTable.apply(canvas, level -> Blend.mix(0, level, fixed));
    }
}
