package io.sparkformer.data.augment;

/**
 * Mixes an image with an even grey of its mean luma, as Pillow's ImageEnhance.Contrast.
 *
 * @param factor 0 for the grey, 1 for the image itself, more for more contrast
 */
record Contrast(double factor) implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        int fixed = Blend.fixed(factor);
        int mean = meanLuma(canvas);
        LevelTable.apply(canvas, level -> Blend.mix(mean, level, fixed));
    }

    private static int meanLuma(Canvas canvas) {
        long sum = 0;
        for (int at = 0; at < canvas.pixels().length; at += canvas.channels()) {
            sum += canvas.luma(at);
        }
        long count = canvas.pixels().length / canvas.channels();
        return (int) ((2 * sum + count) / (2 * count));
    }
}
