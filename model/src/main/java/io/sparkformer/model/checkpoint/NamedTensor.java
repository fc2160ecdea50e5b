package io.sparkformer.model.checkpoint;

import java.util.List;

/**
 * A tensor that is to be written: a slice of a flat buffer.
 *
 * @param name the checkpoint key
 * @param shape extents
 * @param values the buffer
 * @param offset first element in the buffer
 * @param length number of elements
 */
public record NamedTensor(String name, List<Long> shape, float[] values, int offset, int length) {}
