package io.sparkformer.data.augment;

/**
 * A change of an image without anything random left in it. The arithmetic is that of integers, or + - x / of floating
 * point, so that the result has the same bits on every machine.
 */
interface PixelOperation {
    /** Leaves an image as it is. */
    PixelOperation IDENTITY = canvas -> {};

    /** Changes the image on the canvas. */
    void apply(Canvas canvas);
}
