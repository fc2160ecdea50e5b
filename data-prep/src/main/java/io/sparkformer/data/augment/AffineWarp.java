package io.sparkformer.data.augment;

/**
 * Rotates or shears an image: the pixel at (x, y) of the result is the source at (xx x + xy y + x0, yx x + yy y + y0),
 * both of pixel centres, bilinearly interpolated; where that lies outside, the fill. It is what Pillow calls
 * Image.transform with AFFINE and BILINEAR.
 *
 * @param xx how far right in the source one pixel to the right is
 * @param xy how far right one pixel down is
 * @param x0 where the result's left edge lies
 * @param yx how far down one pixel to the right is
 * @param yy how far down one pixel down is
 * @param y0 where the result's upper edge lies
 * @param fill the colour outside
 */
record AffineWarp(double xx, double xy, double x0, double yx, double yy, double y0, Colour fill)
        implements PixelOperation {
    /** Bits of the position between two pixels: the product of two and a level stays below 2^31. */
    private static final int BITS = 11;

    private static final int ONE = 1 << BITS;
    private static final int HALF = 1 << (2 * BITS - 1);

    /** Shears each row by {@code slope} pixels per row, about the upper left corner. */
    static AffineWarp shearX(double slope, Colour fill) {
        return new AffineWarp(1, slope, 0, 0, 1, 0, fill);
    }

    /** Shears each column by {@code slope} pixels per column, about the upper left corner. */
    static AffineWarp shearY(double slope, Colour fill) {
        return new AffineWarp(1, 0, 0, slope, 1, 0, fill);
    }

    /** Rotates anticlockwise about the centre of an image of that size. */
    static AffineWarp rotation(double degrees, int width, int height, Colour fill) {
        // StrictMath: Math's functions may differ between machines in the last bit.
        double cosine = StrictMath.cos(StrictMath.toRadians(degrees));
        double sine = StrictMath.sin(StrictMath.toRadians(degrees));
        double x = width / 2.0;
        double y = height / 2.0;
        return new AffineWarp(cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y, fill);
    }

    @Override
    public void apply(Canvas canvas) {
        int at = 0;
        for (int row = 0; row < canvas.height(); row++) {
            double rowX = xy * (row + 0.5) + x0;
            double rowY = yy * (row + 0.5) + y0;
            for (int column = 0; column < canvas.width(); column++) {
                double x = xx * (column + 0.5) + rowX;
                double y = yx * (column + 0.5) + rowY;
                if (x >= 0 && x < canvas.width() && y >= 0 && y < canvas.height()) {
                    interpolate(canvas, x, y, at);
                } else {
                    for (int channel = 0; channel < canvas.channels(); channel++) {
                        canvas.spare()[at + channel] = fill.level(channel);
                    }
                }
                at += canvas.channels();
            }
        }
        canvas.swap();
    }

    /** Writes the four neighbours' mean, weighted by nearness; at the edge the same pixel stands for a missing one. */
    private static void interpolate(Canvas canvas, double x, double y, int at) {
        int left = (int) (x + 0.5) - 1; // the floor of x - 0.5
        int top = (int) (y + 0.5) - 1;
        int toRight = (int) ((x - 0.5 - left) * ONE);
        int toBottom = (int) ((y - 0.5 - top) * ONE);
        int channels = canvas.channels();
        int columnLeft = Math.max(0, left) * channels;
        int columnRight = Math.min(canvas.width() - 1, left + 1) * channels;
        int upper = Math.max(0, top) * canvas.width() * channels;
        int lower = Math.min(canvas.height() - 1, top + 1) * canvas.width() * channels;
        byte[] from = canvas.pixels();
        byte[] to = canvas.spare();
        for (int channel = 0; channel < channels; channel++) {
            int above = (ONE - toRight) * (from[upper + columnLeft + channel] & 0xFF)
                    + toRight * (from[upper + columnRight + channel] & 0xFF);
            int below = (ONE - toRight) * (from[lower + columnLeft + channel] & 0xFF)
                    + toRight * (from[lower + columnRight + channel] & 0xFF);
            to[at + channel] = (byte) (((ONE - toBottom) * above + toBottom * below + HALF) >> (2 * BITS));
        }
    }
}
