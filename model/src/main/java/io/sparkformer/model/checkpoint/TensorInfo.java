package io.sparkformer.model.checkpoint;

import java.util.List;

/**
 * A tensor as a file's header describes it.
 *
 * @param name the checkpoint key
 * @param type of its elements
 * @param shape extents
 * @param begin first byte in the file's data section
 * @param end one behind its last byte
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, long begin, long end) {
    /** Number of elements. */
    public long length() {
        return (end - begin) / type.bytes();
    }
}
