package io.sparkformer.data.image;

/**
 * Antialiased bilinear resampling: each target pixel is the average of the source pixels around its centre, weighted by
 * a triangle whose half-width is one target pixel, but never less than one source pixel. It is the filter that Pillow
 * calls BILINEAR; results differ from Pillow's by at most one level (golden tests), because here a weight's rounding
 * error goes to the largest weight, so that an even area keeps its colour exactly.
 *
 * <p>Weights come from additions, multiplications and divisions of doubles only and are rounded to 22-bit fixed point;
 * everything after is integer arithmetic. So a result has the same bits on every machine, which cached shards need.
 *
 * <p>First rows are summed, then columns, with 8 bits in between: so a decoder's rows go straight into the first sum.
 */
public final class Resampler {
    private Resampler() {}

    /** Makes a square of {@code size} pixels a side. */
    public static PixelImage fit(PixelImage image, int size, Fit fit) {
        if (fit == Fit.STRETCH) {
            return cropAndResize(image, 0, 0, image.width(), image.height(), size, size);
        }
        int side = Math.min(image.width(), image.height());
        // Whole pixels: half a pixel of offset would blur a picture that needs no scaling at all.
        int x = (image.width() - side) / 2;
        int y = (image.height() - side) / 2;
        return cropAndResize(image, x, y, side, side, size, size);
    }

    /**
     * Scales a part of an image to a size. At the part's edges the filter sees the picture beyond them, as if the whole
     * picture were scaled and then cut; beyond the picture itself there is nothing.
     *
     * @param x left edge of the part in pixels, may be fractional
     * @param y upper edge
     * @param w width of the part, above 0
     * @param h height of the part, above 0
     * @param outW width of the result in pixels
     * @param outH height of the result
     * @return the result; the image itself where nothing changes
     */
    public static PixelImage cropAndResize(
            PixelImage image, double x, double y, double w, double h, int outW, int outH) {
        requireInside("horizontal", x, w, image.width(), outW);
        requireInside("vertical", y, h, image.height(), outH);
        if (w == outW && h == outH && x == Math.rint(x) && y == Math.rint(y)) {
            return part(image, (int) x, (int) y, outW, outH);
        }
        ResamplingMemory memory = new ResamplingMemory();
        FilterWeights columns = memory.columns(image.width(), x, w, outW);
        FilterWeights rows = memory.rows(image.height(), y, h, outH);
        int from = columns.first();
        return resample(
                columns,
                rows,
                image.channels(),
                (row, words) -> PixelConversion.toWords(image, row * image.width() + from, words),
                memory);
    }

    /** Makes a square of {@code size} pixels a side of rows that are being decoded. */
    static PixelImage fit(PixelRows image, int channels, int size, Fit fit, ResamplingMemory memory)
            throws RejectedImageException {
        int side = Math.min(image.width(), image.height());
        int width = fit == Fit.CROP ? side : image.width();
        int height = fit == Fit.CROP ? side : image.height();
        int left = (image.width() - width) / 2;
        int top = (image.height() - height) / 2;
        FilterWeights columns = memory.columns(image.width(), left, width, size);
        FilterWeights rows = memory.rows(image.height(), top, height, size);
        LineSource<RejectedImageException> source = (row, words) -> {
            image.row(row, columns.first(), words);
            if (channels == 1) {
                PixelConversion.toLuma(words);
            }
        };
        return resample(columns, rows, channels, source, memory);
    }

    /** The source's lines are rows, from the first column that has a weight to the last. */
    private static <E extends Exception> PixelImage resample(
            FilterWeights columns, FilterWeights rows, int channels, LineSource<E> source, ResamplingMemory memory)
            throws E {
        int height = rows.size();
        int first = columns.first();
        int wide = columns.end() - first;
        int[] low = memory.words(Math.multiplyExact(height, wide));
        new LineFilter<>(rows, channels, wide, source)
                .run((y, words) -> System.arraycopy(words, 0, low, y * wide, wide));
        LineSource<RuntimeException> columnsOfLow = (column, words) -> column(low, wide, column - first, words);
        ColumnWriter result = new ColumnWriter(columns.size(), height, channels);
        new LineFilter<>(columns, channels, height, columnsOfLow).run(result);
        return result.image();
    }

    private static void column(int[] matrix, int columns, int column, int[] words) {
        int from = column;
        for (int row = 0; row < words.length; row++) {
            words[row] = matrix[from];
            from += columns;
        }
    }

    /** What the filter would do too where nothing is scaled, but copying is faster. */
    private static PixelImage part(PixelImage image, int x, int y, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        int channels = image.channels();
        byte[] pixels = new byte[width * height * channels];
        for (int row = 0; row < height; row++) {
            int from = ((y + row) * image.width() + x) * channels;
            System.arraycopy(image.pixels(), from, pixels, row * width * channels, width * channels);
        }
        return new PixelImage(width, height, channels, pixels);
    }

    private static void requireInside(String axis, double start, double length, int available, int target) {
        // Written so that NaN fails too.
        if (!(start >= 0 && length > 0 && start + length <= available && target >= 1)) {
            throw new IllegalArgumentException(
                    axis + " part from " + start + ", length " + length + ", of " + available + " pixels to " + target
                            + " pixels: the part must lie inside the image and the target be positive");
        }
    }
}
