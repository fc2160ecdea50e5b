package io.sparkformer.data.image;

/**
 * A decoded picture that is read row by row, so that it need not be held a second time while it is scaled. To be closed;
 * it may hold native memory.
 */
interface PixelRows extends AutoCloseable {
    /** Pixels per row. */
    int width();

    /** Rows. */
    int height();

    /**
     * Copies a row or a part of it.
     *
     * @param y from 0 to height - 1
     * @param from the first column
     * @param rgb gets as many pixels as it has elements: red, green and blue in the lower 24 bits
     * @throws RejectedImageException when the row holds what it must not, such as a colour that its palette lacks
     */
    void row(int y, int from, int[] rgb) throws RejectedImageException;

    @Override
    void close();

    /** The whole picture. */
    default PixelImage toImage(int channels) throws RejectedImageException {
        int width = width();
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height()), channels)];
        int[] rgb = new int[width];
        for (int y = 0; y < height(); y++) {
            row(y, 0, rgb);
            PixelConversion.toBytes(rgb, channels, pixels, y * width * channels);
        }
        return new PixelImage(width, height(), channels, pixels);
    }

    /** Reads a row of a picture, or a part of it. */
    @FunctionalInterface
    interface PartReader {
        void row(int y, int from, int[] rgb) throws RejectedImageException;
    }

    /** Reads whole rows of a picture. */
    @FunctionalInterface
    interface Reader {
        void row(int y, int[] rgb) throws RejectedImageException;
    }

    /** Rows that a reader takes from a resource, which is closed with them. */
    static PixelRows of(int width, int height, Reader reader, Runnable closing) {
        int[] whole = new int[width];
        return ofParts(
                width,
                height,
                (y, from, rgb) -> {
                    reader.row(y, whole);
                    System.arraycopy(whole, from, rgb, 0, rgb.length);
                },
                closing);
    }

    /** Rows of which a reader can take parts alone. */
    static PixelRows ofParts(int width, int height, PartReader reader, Runnable closing) {
        return new PixelRows() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public void row(int y, int from, int[] rgb) throws RejectedImageException {
                reader.row(y, from, rgb);
            }

            @Override
            public void close() {
                closing.run();
            }
        };
    }
}
