package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Shapes;

/**
 * A contiguous row-major array inside a region of memory.
 *
 * @param storage the region
 * @param offset first element
 * @param shape extents
 */
public record View(Storage storage, long offset, long... shape) {
    /** Number of elements. */
    public long length() {
        return Shapes.length(shape);
    }

    /** The same elements under another shape. */
    View reshaped(long... newShape) {
        return new View(storage, offset, newShape);
    }
}
