package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Shapes;

/**
 * A contiguous row-major array inside a region of memory.
 *
 * @param storage the region
 * @param offset first element, counted in the region's elements
 * @param half whether the array's elements are of bfloat16, two of them in the room of one single-precision number
 * @param shape extents
 */
public record View(Storage storage, long offset, boolean half, long... shape) {
    /** An array of the region's own elements. */
    public View(Storage storage, long offset, long... shape) {
        this(storage, offset, false, shape);
    }

    /** Number of elements. */
    public long length() {
        return Shapes.length(shape);
    }

    /** Whether it begins where another one does. */
    public boolean liesAt(View other) {
        return storage == other.storage && offset == other.offset;
    }

    /** The same elements under another shape. */
    View reshaped(long... newShape) {
        return new View(storage, offset, half, newShape);
    }

    /** The room in single-precision numbers that {@code length} of bfloat16 take, in whole cache lines. */
    public static long halfRoom(long length) {
        return (length + 31) / 32 * 16;
    }
}
