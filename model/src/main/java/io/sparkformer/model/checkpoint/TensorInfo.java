package io.sparkformer.model.checkpoint;

import java.util.List;

/**
 * One tensor of a file as its header describes it.
 *
 * @param name the checkpoint key
 * @param type of its elements
 * @param shape extents, the last axis contiguous; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end one behind the last byte
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, long begin, long end) {
    /** Copies the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long length() {
        return (end - begin) / type.bytes();
    }
}
