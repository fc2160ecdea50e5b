package io.sparkformer.data.augment;

/**
 * Moves an image by whole pixels.
 *
 * @param right pixels to the right; to the left when negative
 * @param down pixels down; up when negative
 * @param fill what moves in
 */
record Shift(int right, int down, Colour fill) implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        int width = canvas.width();
        int channels = canvas.channels();
        int first = Math.min(width, Math.max(0, right));
        int end = Math.max(first, width + Math.min(0, right));
        for (int row = 0; row < canvas.height(); row++) {
            int source = row - down;
            boolean inside = source >= 0 && source < canvas.height() && first < end;
            if (inside) {
                int from = (source * width + first - right) * channels;
                int to = (row * width + first) * channels;
                System.arraycopy(canvas.pixels(), from, canvas.spare(), to, (end - first) * channels);
            }
            fill.fillRow(canvas.spare(), width, channels, row, 0, inside ? first : width);
            fill.fillRow(canvas.spare(), width, channels, row, inside ? end : width, width);
        }
        canvas.swap();
    }
}
