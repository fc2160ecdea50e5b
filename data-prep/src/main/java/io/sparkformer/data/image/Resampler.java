package io.sparkformer.data.image;

import java.util.Arrays;

/**
 * Antialiased bilinear resampling: each target pixel is the average of the source pixels around its centre, weighted by
 * a triangle whose half-width is one target pixel, but never less than one source pixel. It is the filter that Pillow
 * calls BILINEAR; results differ from Pillow's by at most one level (golden tests), because here a weight's rounding
 * error goes to the largest weight, so that an even area keeps its colour exactly.
 *
 * <p>Weights come from additions, multiplications and divisions of doubles only and are rounded to 22-bit fixed point;
 * everything after is integer arithmetic. So a result has the same bits on every machine, which cached shards need.
 *
 * <p>Rows first, then columns, with 8 bits in between.
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
        FilterWeights columns = FilterWeights.of(image.width(), x, w, outW);
        FilterWeights rows = FilterWeights.of(image.height(), y, h, outH);
        int firstRow = rows.first();
        int usedRows = rows.end() - firstRow;
        byte[] narrow = new byte[Math.multiplyExact(Math.multiplyExact(usedRows, outW), image.channels())];
        for (int row = 0; row < usedRows; row++) {
            resampleRow(image, firstRow + row, columns, narrow, row * outW * image.channels());
        }
        byte[] result = new byte[Math.multiplyExact(Math.multiplyExact(outH, outW), image.channels())];
        resampleColumns(narrow, outW * image.channels(), rows, result);
        return new PixelImage(outW, outH, image.channels(), result);
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

    private static void resampleRow(PixelImage image, int row, FilterWeights columns, byte[] target, int offset) {
        byte[] pixels = image.pixels();
        int channels = image.channels();
        int rowStart = row * image.width() * channels;
        int to = offset;
        for (int out = 0; out < columns.size(); out++) {
            int[] weights = columns.weights(out);
            int from = rowStart + columns.start(out) * channels;
            for (int channel = 0; channel < channels; channel++) {
                int sum = FilterWeights.HALF;
                int at = from + channel;
                for (int weight : weights) {
                    sum += weight * (pixels[at] & 0xFF);
                    at += channels;
                }
                target[to++] = (byte) (sum >>> FilterWeights.BITS);
            }
        }
    }

    /** The source holds the rows from the first one that any weight needs. */
    private static void resampleColumns(byte[] source, int stride, FilterWeights rows, byte[] target) {
        int[] sums = new int[stride];
        for (int out = 0; out < rows.size(); out++) {
            Arrays.fill(sums, FilterWeights.HALF);
            int at = (rows.start(out) - rows.first()) * stride;
            for (int weight : rows.weights(out)) {
                for (int i = 0; i < stride; i++) {
                    sums[i] += weight * (source[at + i] & 0xFF);
                }
                at += stride;
            }
            for (int i = 0; i < stride; i++) {
                target[out * stride + i] = (byte) (sums[i] >>> FilterWeights.BITS);
            }
        }
    }
}
