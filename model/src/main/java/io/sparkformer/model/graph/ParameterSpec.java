package io.sparkformer.model.graph;

import java.util.List;

/**
 * One parameter's place in the flat buffer.
 *
 * @param name the checkpoint key
 * @param shape extents
 * @param offset first element in the flat buffer
 * @param length number of elements
 * @param motion what moves it
 */
public record ParameterSpec(String name, List<Long> shape, int offset, int length, Motion motion) {
    /** Copies the shape. */
    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** Whether weight decay applies. */
    public boolean decay() {
        return motion.decay();
    }

    /** The shape as an array. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
