package io.sparkformer.data.augment;

/**
 * Mixes an image with a smoothed one, as Pillow's ImageEnhance.Sharpness: each pixel counts five times, its eight
 * neighbours once. Pixels of the edge stay as they are.
 *
 * @param factor 0 for the smoothed image, 1 for the image itself, more for a sharper one
 */
record Sharpness(double factor) implements PixelOperation {
    private static final int CENTRE = 5;
    private static final int WEIGHTS = CENTRE + 8;

    @Override
    public void apply(Canvas canvas) {
        int fixed = Blend.fixed(factor);
        System.arraycopy(canvas.pixels(), 0, canvas.spare(), 0, canvas.pixels().length);
        for (int row = 1; row < canvas.height() - 1; row++) {
            sharpenRow(canvas, row, fixed);
        }
        canvas.swap();
    }

    private static void sharpenRow(Canvas canvas, int row, int fixed) {
        byte[] from = canvas.pixels();
        byte[] to = canvas.spare();
        int pixel = canvas.channels();
        int stride = canvas.width() * pixel;
        for (int at = row * stride + pixel; at < (row + 1) * stride - pixel; at++) {
            int level = from[at] & 0xFF;
            int sum = (CENTRE - 1) * level
                    + three(from, at - stride, pixel)
                    + three(from, at, pixel)
                    + three(from, at + stride, pixel);
            to[at] = Blend.mix((2 * sum + WEIGHTS) / (2 * WEIGHTS), level, fixed);
        }
    }

    private static int three(byte[] pixels, int at, int pixel) {
        return (pixels[at - pixel] & 0xFF) + (pixels[at] & 0xFF) + (pixels[at + pixel] & 0xFF);
    }
}
