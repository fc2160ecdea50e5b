package io.sparkformer.data.augment;

/**
 * Inverts the light levels, as Pillow's ImageOps.solarize.
 *
 * @param threshold the first level that is inverted; 256 for none
 */
record Solarize(int threshold) implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        LevelTable.apply(canvas, level -> level < threshold ? level : 255 - level);
    }
}
