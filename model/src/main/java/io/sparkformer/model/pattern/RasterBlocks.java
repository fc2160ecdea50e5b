package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Blocks of a picture that read themselves and a margin above, to the left and to the right (the two-dimensional local attention of Parmar
 * et al. 2018, section 3.2), without what is drawn later: pictures are drawn block after block, each row by row.
 *
 * <p>Tokens are in the order of drawing: the block's number, then the place in it. A picture's sides are multiples of a block's.
 *
 * @param height of the picture
 * @param width of the picture
 * @param blockHeight l_q
 * @param blockWidth w_q
 * @param marginHeight h_m, rows above
 * @param marginWidth w_m, columns on either side
 */
public record RasterBlocks(int height, int width, int blockHeight, int blockWidth, int marginHeight, int marginWidth)
        implements AttentionPattern {
    /** Checks all. */
    public RasterBlocks {
        Ranges.atLeast("block-height", blockHeight, 1);
        Ranges.atLeast("block-width", blockWidth, 1);
        Ranges.atLeast("margin-height", marginHeight, 0);
        Ranges.atLeast("margin-width", marginWidth, 0);
        if (height % blockHeight != 0 || width % blockWidth != 0) {
            throw new IllegalArgumentException("a picture of " + height + " x " + width
                    + " is not divided by blocks of " + blockHeight + " x " + blockWidth);
        }
    }

    @Override
    public void requireFit(int tokens) {
        if (tokens != height * width) {
            throw new IllegalArgumentException(
                    tokens + " tokens are no picture of " + height + " x " + width + ": give its own height and width");
        }
    }

    @Override
    public BitSet keys(Query query) {
        int own = query.place() / (blockHeight * blockWidth);
        int top = own / (width / blockWidth) * blockHeight;
        int left = own % (width / blockWidth) * blockWidth;
        BitSet keys = new BitSet(query.tokens());
        for (int row = Math.max(0, top - marginHeight); row < top + blockHeight; row++) {
            int end = Math.min(width, left + blockWidth + marginWidth);
            for (int column = Math.max(0, left - marginWidth); column < end; column++) {
                keys.set(place(row, column));
            }
        }
        keys.clear(query.place() + 1, query.tokens());
        return keys;
    }

    /** When a pixel is drawn. */
    public int place(int row, int column) {
        int number = row / blockHeight * (width / blockWidth) + column / blockWidth;
        return (number * blockHeight + row % blockHeight) * blockWidth + column % blockWidth;
    }
}
