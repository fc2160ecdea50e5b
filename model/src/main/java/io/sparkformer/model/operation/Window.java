package io.sparkformer.model.operation;

/**
 * A window that slides over an image whose borders are padded.
 *
 * @param height of the window
 * @param width of the window
 * @param rowStride rows from one place to the next
 * @param columnStride columns from one place to the next
 * @param rowPadding rows added above, and as many below
 * @param columnPadding columns added on the left, and as many on the right
 */
public record Window(long height, long width, long rowStride, long columnStride, long rowPadding, long columnPadding) {
    /** Refuses empty windows, standing still, and padding that a whole window fits into. */
    public Window {
        boolean positive = height > 0 && width > 0 && rowStride > 0 && columnStride > 0;
        boolean padded = rowPadding >= 0 && columnPadding >= 0 && rowPadding < height && columnPadding < width;
        if (!positive || !padded) {
            throw new IllegalArgumentException("window " + height + " x " + width + ", stride " + rowStride + " x "
                    + columnStride + ", padding " + rowPadding + " x " + columnPadding
                    + ": extents and strides must be positive, paddings at least 0 and smaller than the window");
        }
    }

    /** As high as wide, in every respect. */
    public static Window square(long extent, long stride, long padding) {
        return new Window(extent, extent, stride, stride, padding, padding);
    }

    /** Number of elements under the window. */
    long area() {
        return height * width;
    }

    /** Places of the window along the rows of an image. */
    long rows(Tensor image) {
        return places(image, image.dimension(2), height, rowStride, rowPadding);
    }

    /** Places of the window along the columns of an image. */
    long columns(Tensor image) {
        return places(image, image.dimension(3), width, columnStride, columnPadding);
    }

    /** Rows of the image that has so many places: the smallest such. */
    long imageRows(long places) {
        return (places - 1) * rowStride + height - 2 * rowPadding;
    }

    /** Columns of the image that has so many places: the smallest such. */
    long imageColumns(long places) {
        return (places - 1) * columnStride + width - 2 * columnPadding;
    }

    private static long places(Tensor image, long extent, long window, long stride, long padding) {
        long room = extent + 2 * padding - window;
        if (room < 0) {
            throw new IllegalArgumentException("image " + image + ": a window of " + window + " does not fit into "
                    + extent + " with padding " + padding);
        }
        return room / stride + 1;
    }
}
