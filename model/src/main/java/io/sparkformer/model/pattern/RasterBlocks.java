package io.sparkformer.model.pattern;

import java.util.BitSet;

/**
 * Blocks of a picture that read themselves and a margin above, to the left and to the right (the two-dimensional local attention of Parmar
 * et al. 2018, section 3.2), without what is drawn later: pictures are drawn block after block, each row by row. A picture's sides are
 * multiples of a block's.
 *
 * @param width of the picture
 * @param blockHeight l_q
 * @param blockWidth w_q
 * @param marginHeight h_m, rows above
 * @param marginWidth w_m, columns on either side
 * @param order in which pixels stand in a sequence
 */
public record RasterBlocks(int width, int blockHeight, int blockWidth, int marginHeight, int marginWidth, Order order)
        implements AttentionPattern {
    /** How pixels follow one another in a sequence. */
    public enum Order {
        /** Row by row. */
        ROWS,
        /** As they are drawn: block after block, each row by row. */
        RECTANGLES
    }

    /** A pixel. */
    private record Pixel(int row, int column) {}

    /** Of pixels in the order in which they are drawn. */
    public RasterBlocks(int width, int blockHeight, int blockWidth, int marginHeight, int marginWidth) {
        this(width, blockHeight, blockWidth, marginHeight, marginWidth, Order.RECTANGLES);
    }

    /** Checks all. */
    public RasterBlocks {
        Ranges.atLeast("block-height", blockHeight, 1);
        Ranges.atLeast("block-width", blockWidth, 1);
        Ranges.atLeast("margin-height", marginHeight, 0);
        Ranges.atLeast("margin-width", marginWidth, 0);
        if (width < 1 || width % blockWidth != 0) {
            throw new IllegalArgumentException("a picture's rows of " + width
                    + " are not divided by blocks of a width of " + blockWidth + ": choose a divisor of the row");
        }
    }

    @Override
    public void requireFit(int tokens) {
        if (tokens % (width * blockHeight) != 0) {
            throw new IllegalArgumentException(tokens + " tokens are no rows of " + width + " in blocks of "
                    + blockHeight + " rows: give the picture's own width, and a divisor of its height");
        }
    }

    @Override
    public BitSet keys(Query query) {
        Pixel own = pixel(query.place());
        int now = drawn(own.row, own.column);
        int top = own.row / blockHeight * blockHeight;
        int left = own.column / blockWidth * blockWidth;
        BitSet keys = new BitSet(query.tokens());
        for (int row = Math.max(0, top - marginHeight); row < top + blockHeight; row++) {
            int end = Math.min(width, left + blockWidth + marginWidth);
            for (int column = Math.max(0, left - marginWidth); column < end; column++) {
                if (drawn(row, column) <= now) {
                    keys.set(place(row, column));
                }
            }
        }
        return keys;
    }

    /** Where a pixel stands in the sequence. */
    public int place(int row, int column) {
        return order == Order.ROWS ? row * width + column : drawn(row, column);
    }

    /** When a pixel is drawn. */
    private int drawn(int row, int column) {
        int number = row / blockHeight * (width / blockWidth) + column / blockWidth;
        return (number * blockHeight + row % blockHeight) * blockWidth + column % blockWidth;
    }

    private Pixel pixel(int place) {
        if (order == Order.ROWS) {
            return new Pixel(place / width, place % width);
        }
        int number = place / (blockHeight * blockWidth);
        int within = place % (blockHeight * blockWidth);
        int across = width / blockWidth;
        return new Pixel(
                number / across * blockHeight + within / blockWidth,
                number % across * blockWidth + within % blockWidth);
    }
}
