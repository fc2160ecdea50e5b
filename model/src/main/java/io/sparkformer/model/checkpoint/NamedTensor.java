package io.sparkformer.model.checkpoint;

import io.sparkformer.model.optimizer.FlatSource;
import java.util.List;
import java.util.Objects;

/**
 * A tensor to be written: a part of a larger vector, not copied.
 *
 * @param name the checkpoint key
 * @param shape extents, the last axis contiguous; empty for a scalar
 * @param values the vector that holds it
 * @param offset its first element in the vector
 * @param length number of its elements, the product of the shape
 */
public record NamedTensor(String name, List<Long> shape, FlatSource values, int offset, int length) {
    /** A part of an array; refuses one that lies outside. */
    public NamedTensor(String name, List<Long> shape, float[] values, int offset, int length) {
        this(name, shape, FlatSource.of(values), Objects.checkFromIndexSize(offset, length, values.length), length);
    }

    /** Refuses a shape that does not fit the length. */
    public NamedTensor {
        shape = List.copyOf(shape);
        long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        if (elements != length) {
            throw new IllegalArgumentException("tensor " + name + ": shape " + shape + " has " + elements
                    + " elements, but " + length + " are given");
        }
    }
}
