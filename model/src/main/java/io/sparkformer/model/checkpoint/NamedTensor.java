package io.sparkformer.model.checkpoint;

import java.util.List;
import java.util.Objects;

/**
 * A tensor to be written: a part of a larger buffer, not copied.
 *
 * @param name the checkpoint key
 * @param shape extents, the last axis contiguous; empty for a scalar
 * @param values the buffer that holds it
 * @param offset its first element in the buffer
 * @param length number of its elements, the product of the shape
 */
public record NamedTensor(String name, List<Long> shape, float[] values, int offset, int length) {
    /** Refuses a shape that does not fit the length, and a part that lies outside the buffer. */
    public NamedTensor {
        shape = List.copyOf(shape);
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        if (elements != length) {
            throw new IllegalArgumentException("tensor " + name + ": shape " + shape + " has " + elements
                    + " elements, but " + length + " are given");
        }
        Objects.checkFromIndexSize(offset, length, values.length);
    }
}
