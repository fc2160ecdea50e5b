package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.List;

/** What a sliding window sees, as an array of its own, and back. Each is the other's gradient. */
final class Patches {
    private Patches() {}

    /**
     * The window's contents at each of its places.
     *
     * @param image [B, C, H, W]
     * @param padding the value around the image
     * @return [B, C, window height, window width, rows, columns]
     */
    static Tensor of(Tensor image, Window window, double padding) {
        requireImage(image);
        long[] shape = {
            image.dimension(0),
            image.dimension(1),
            window.height(),
            window.width(),
            window.rows(image),
            window.columns(image)
        };
        return NativeOperation.declare(
                "im2col",
                List.of(image),
                shape,
                Arguments.integers(
                                window.height(),
                                window.width(),
                                window.rowStride(),
                                window.columnStride(),
                                window.rowPadding(),
                                window.columnPadding(),
                                1,
                                1,
                                0)
                        .withReals(padding),
                (y, dy) -> List.of(sum(dy, window, image.dimension(2), image.dimension(3))));
    }

    /**
     * The image in which each element is the sum of what the windows that see it hold for it.
     *
     * @param patches as {@link #of} returns them
     * @return [B, C, height, width]
     */
    static Tensor sum(Tensor patches, Window window, long height, long width) {
        return NativeOperation.declare(
                "col2im",
                List.of(patches),
                new long[] {patches.dimension(0), patches.dimension(1), height, width},
                Arguments.integers(
                        window.rowStride(),
                        window.columnStride(),
                        window.rowPadding(),
                        window.columnPadding(),
                        height,
                        width,
                        1,
                        1,
                        0),
                (y, dy) -> List.of(of(dy, window, 0)));
    }

    /** Refuses what is not [batch, channels, height, width]. */
    static void requireImage(Tensor image) {
        if (image.rank() != 4) {
            throw new IllegalArgumentException(
                    "image " + image + ": its shape must be [batch, channels, height, width]");
        }
    }
}
