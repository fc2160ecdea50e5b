package io.sparkformer.data.augment;

/**
 * Keeps only the upper bits of each level, as Pillow's ImageOps.posterize.
 *
 * @param bits that are kept, 0 to 8
 */
record Posterize(int bits) implements PixelOperation {
    Posterize {
        if (bits < 0 || bits > 8) {
            throw new IllegalArgumentException("posterize to " + bits + " bits: use 0 to 8");
        }
    }

    @Override
    public void apply(Canvas canvas) {
        int mask = 0xFF << (8 - bits);
        LevelTable.apply(canvas, level -> level & mask);
    }
}
